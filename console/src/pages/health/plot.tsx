// A small live plot. The library is loaded when the first one is shown.
import { useEffect, useRef, useState } from "preact/hooks";
import type UPlot from "uplot";
import { is_dark } from "../../ui/theme";

export interface Series {
  name: string;
  values: (number | null)[];
}

interface Props {
  title: string;
  /** Seconds since 1970, one for each value. */
  times: number[];
  series: Series[];
  unit: (value: number) => string;
  /** The axis reaches at least this far. */
  least: number;
}

const HEIGHT_PX = 120;
// The axis of time is at least this long, also for the first readings.
const WIDTH_S_MIN = 60;
const COLOURS = ["--action", "--good", "--caution", "--past", "--danger"];

const colour = (i: number): string => getComputedStyle(document.documentElement).getPropertyValue(COLOURS[i % COLOURS.length]!);
/** A colour of the style that depends on light or dark, as one that a canvas can draw. */
function drawn(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = name;
  document.body.append(probe);
  const text = getComputedStyle(probe).color;
  probe.remove();
  return text;
}

/** From the first to the last time, whatever the library makes of a single one. */
function span(times: ArrayLike<number>): [number, number] {
  const last = times[times.length - 1] ?? 0;
  return [Math.min(times[0] ?? last, last - WIDTH_S_MIN), last];
}

let library: Promise<typeof UPlot> | undefined;
const load = (): Promise<typeof UPlot> => (library ??= Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]).then(([module]) => module.default));

export function Plot({ title, times, series, unit, least }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const [Library, set_library] = useState<typeof UPlot>();
  const data = [times, ...series.map((each) => each.values)] as UPlot.AlignedData;
  const names = series.map((each) => each.name).join();
  useEffect(() => { void load().then((loaded) => set_library(() => loaded)); }, []);
  useEffect(() => {
    const box = place.current;
    if (!Library || !box) return undefined;
    const [ink, line] = [drawn("var(--ink-2)"), drawn("var(--line)")];
    const made = new Library({
      width: box.clientWidth, height: HEIGHT_PX, legend: { show: false }, cursor: { show: false },
      scales: { x: { range: (plot) => span(plot.data[0]) }, y: { range: (_, __, max) => [0, Math.max(max ?? 0, least) * 1.1] } },
      axes: [{ stroke: ink, grid: { show: false }, ticks: { stroke: line }, size: 28 }, { stroke: ink, grid: { stroke: line }, ticks: { show: false }, size: 56, values: (_, values) => values.map(unit) }],
      series: [{}, ...series.map((_, i) => ({ stroke: drawn(colour(i)), width: 2, points: { show: false } }))],
    }, data, box);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT_PX }));
    watch.observe(box);
    return () => { watch.disconnect(); made.destroy(); plot.current = undefined; };
  }, [Library, names, is_dark.value]);
  useEffect(() => { plot.current?.setData(data); }, [times]);
  return (
    <figure class="card plot">
      <figcaption><h2>{title}</h2></figcaption>
      <div ref={place} class="plot-place" aria-hidden="true" />
      <ul class="plot-legend">
        {series.map((each, i) => {
          const now = each.values.at(-1);
          return <li key={each.name}><span class={`plot-mark mark-${i % COLOURS.length}`} aria-hidden="true" />{each.name} <strong>{now === null || now === undefined ? "–" : unit(now)}</strong></li>;
        })}
      </ul>
    </figure>
  );
}
