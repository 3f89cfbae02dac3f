// The head of a page: where it belongs, its title, what is known of it at once, and its acts.
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

interface Props {
  title: ComponentChildren;
  /** The list that it stands in. */
  above?: { title: string; href: string };
  about?: ComponentChildren;
  /** Below the head of the page it is a heading of the second level. */
  level?: "h1" | "h2" | undefined;
  /** Its acts, the main one last. */
  children?: ComponentChildren;
}

export function Head({ title, above, about, level: Title = "h1", children }: Props) {
  return (
    <header class="head">
      {above && <nav class="crumbs" aria-label="Above"><Icon name="before" /><a href={above.href}>{above.title}</a></nav>}
      <div class="head-row">
        <Title>{title}</Title>
        {about && <p class="head-about">{about}</p>}
        {children && <div class="head-acts">{children}</div>}
      </div>
    </header>
  );
}
