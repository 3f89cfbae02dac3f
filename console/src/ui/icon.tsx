// The icons: one table of strokes on a grid of 16, drawn in the colour of the text beside them.
const STROKES = {
  find: "M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM11 11l3.5 3.5",
  requests: "M2 5h11M10 2l3 3-3 3M14 11H3M6 8l-3 3 3 3",
  people: "M8 7.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 14.5c.5-3 2.7-4.5 5.5-4.5s5 1.5 5.5 4.5",
  principals: "M10.5 9a3.5 3.5 0 1 0-3.4-2.7L2 11.5V14h2.5v-1.5H6V11l2.2-2.2c.6.13 1.4.2 2.3.2zM11 5h.01",
  roles: "M8 1.5l5.5 2v4c0 3.5-2.3 5.8-5.5 7-3.2-1.2-5.5-3.5-5.5-7v-4zM5.7 8l1.7 1.7 3-3.2",
  plans: "M3 1.5h10v13H3zM5.5 5h5M5.5 8h5M5.5 11h3",
  references: "M8 1.5l6.5 3.2L8 8 1.5 4.7zM1.5 8L8 11.2 14.5 8M1.5 11.3L8 14.5l6.5-3.2",
  webhooks: "M8.8 1.5L3 9.2h4.4l-1 5.3L13 6.8H8.4z",
  systems: "M1.5 2h7v5h-7zM7.5 9h7v5h-7zM11 9V4.5h-2.5M5 7v4.5h2.5",
  translate: "M1.5 3.5h8M5.5 1.5v2M8 3.5c-.6 3-2.8 5.2-6 6.5M3.3 5.5c1 2.1 2.6 3.4 4.7 4.2M8 14.5l3.2-7.5 3.3 7.5M9.2 12h4",
  files: "M5 1.5v8M2 6.5l3 3 3-3M11 9.5v-8M8 4.5l3-3 3 3M1.5 12v2.5h13V12",
  health: "M1.5 8.5h3l2-6 3 11 2-5h3",
  views: "M4 1.5h8v13l-4-3.2-4 3.2z",
  customer: "M2.5 14.5v-11l5-2v13M7.5 6l6 2v6.5M1 14.5h14M5 5.5h.01M5 8.5h.01M5 11.5h.01M10.5 10.5h.01",
  more: "M3 8h.01M8 8h.01M13 8h.01",
  add: "M8 3v10M3 8h10",
  edit: "M10.5 2.5l3 3L5.5 13.5l-3.5.5.5-3.5zM9 4l3 3",
  undo: "M5.5 3L2 6.5 5.5 10M2 6.5h7.5a4 4 0 0 1 0 8H6",
  down: "M4 6l4 4 4-4",
  before: "M10 3.5L5.5 8l4.5 4.5",
  after: "M6 3.5L10.5 8 6 12.5",
  menu: "M2 4h12M2 8h12M2 12h12",
  close: "M4 4l8 8M12 4l-8 8",
  good: "M3 8.5l3.2 3L13 4.5",
  caution: "M8 1.5l6.7 12.5H1.3zM8 6v4M8 12h.01",
  danger: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 5v4M8 11.2h.01",
  clock: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM8 4.5V8l2.5 1.7",
} as const;

export type IconName = keyof typeof STROKES;

/** Decoration only: what it stands for is said in words beside it, or by the name of its button. */
export function Icon({ name }: { name: IconName }) {
  return <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true"><path d={STROKES[name]} /></svg>;
}
