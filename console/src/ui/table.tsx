// A table of rows: sorted by its heads where the caller can sort, one row a line, usable by keyboard.
import type { ComponentChildren } from "preact";

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ComponentChildren;
  is_number?: boolean;
  /** Left out below 640 pixels. */
  is_extra?: boolean;
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  row_key: (row: Row) => string | number;
  /** The column that the rows are ordered by; with `on_sort`, its head can be pressed. */
  sort?: string;
  on_sort?: (key: string) => void;
  sortable?: string[];
  row_class?: (row: Row) => string;
}

export function Table<Row>({ label, columns, rows, row_key, sort, on_sort, sortable = [], row_class }: Props<Row>) {
  const shape = (column: Column<Row>) => `${column.is_number ? "number " : ""}${column.is_extra ? "extra" : ""}`;
  return (
    <div class="table-frame" tabIndex={0} role="region" aria-label={label}>
      <table class="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" class={shape(column)} aria-sort={sort === column.key ? "ascending" : undefined}>
                {on_sort && sortable.includes(column.key)
                  ? <button type="button" class="text-button" onClick={() => on_sort(column.key)}>{column.title}{sort === column.key ? " ↑" : ""}</button>
                  : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row_key(row)} class={row_class?.(row) ?? ""}>
              {columns.map((column) => <td key={column.key} class={shape(column)}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
