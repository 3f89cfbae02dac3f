// What the pages of outside systems ask of the server, and how it is said.
import { systems } from "../../admin/kinds";
import { call, get, type Reply } from "../../api/client";
import type { OutsideSystem, SystemApplied, SystemChoice, SystemConflicts, SystemDrift, SystemLinks, SystemPlan, SystemPlanning } from "../../api/types";

export type System = OutsideSystem & { id: number };
export type Finding = SystemDrift["items"][number];
export type Remark = SystemDrift["remarks"][number];
export type Link = SystemLinks["items"][number];
export type Waiting = SystemConflicts["items"][number];
export type Result = SystemApplied["items"][number];

/** Links or customers with conflicts that one call lists. */
export const PAGE_MAX = 1000;

const path = (system: { id: number | null }, what: string): string => `${systems.api}/${system.id}/${what}`;

export const read_links = (system: { id: number | null }, limit: number, after: string | undefined, signal: AbortSignal) =>
  get<SystemLinks>(path(system, "links"), { limit, after }, signal);
export const read_conflicts = (system: { id: number | null }, limit: number, after: string | undefined, signal: AbortSignal) =>
  get<SystemConflicts>(path(system, "conflicts"), { limit, after }, signal);

/** Compares; reads only. */
export const drift = (system: System, body: { customer?: number; after?: number; limit?: number }, signal?: AbortSignal): Promise<Reply<SystemDrift>> =>
  call<SystemDrift>("POST", path(system, "drift"), { body, ...(signal ? { signal } : {}) });
export const make_plan = (system: System, body: SystemPlanning) => call<SystemPlan>("POST", path(system, "plan"), { body });
export const apply_plan = (system: System, plan: SystemPlan) => call<SystemApplied>("POST", path(system, "apply"), { body: plan });
export const choose = (system: System, body: SystemChoice) => call<SystemApplied>("POST", path(system, "conflicts"), { body });

/** How a customer there is called, if it is there. */
export const there_text = (there: string): string => there || "not there yet";
