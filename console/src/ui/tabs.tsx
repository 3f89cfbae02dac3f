// Tabs as links: which one is open stands in the URL.
interface Props {
  label: string;
  tabs: { key: string; title: string; href: string }[];
  open: string;
}

export function Tabs({ label, tabs, open }: Props) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a key={tab.key} href={tab.href} aria-current={tab.key === open ? "page" : undefined}>{tab.title}</a>
      ))}
    </nav>
  );
}
