// Lets the conformance program run on a Node.js before 22, whose module `fs` has no globSync, which it
// uses for what is not tested here: node --import ./any_node.mjs …
import { register } from 'node:module';

const HOOKS = `
export async function resolve(name, context, next) {
  const asks = context.parentURL?.includes('/conformance/') && (name === 'fs' || name === 'node:fs');
  return asks ? { url: 'patchbay:fs', shortCircuit: true } : next(name, context);
}
export async function load(url, context, next) {
  if (url !== 'patchbay:fs') return next(url, context);
  const source = "export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];";
  return { format: 'module', shortCircuit: true, source };
}`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
