// Taking back a change of one customer: opened from anywhere, shown by the shell of undo.
import { undo_request, type UndoRequest } from "../../../customers/undo";

/** Opens the dialog, which rehearses first and says what cannot be taken back. */
export function take_back(one: { customer: number; version: number; paths?: string[]; done: () => void }): void {
  const request: UndoRequest = { kind: "change", customer: one.customer, version: one.version, done: one.done };
  if (one.paths) request.paths = one.paths;
  undo_request.value = request;
}
