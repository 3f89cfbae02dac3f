// Figures as a person reads them.
export const count = (value: number): string => (value >= 1000 ? `${(value / 1000).toFixed(1)}k` : value >= 10 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1));

export const seconds = (value: number): string => (value >= 1 ? `${value.toFixed(1)} s` : value >= 0.001 ? `${(value * 1000).toFixed(value >= 0.01 ? 0 : 1)} ms` : `${(value * 1e6).toFixed(0)} µs`);

const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export function bytes(value: number): string {
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value >= 10 || unit === 0 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit]}`;
}
