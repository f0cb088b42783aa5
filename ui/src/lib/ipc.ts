import type { Desk } from "./desk";

let current: Desk | undefined;

/** The one way to the desk: every call of the screens goes through this object. */
export const desk: Desk = new Proxy({} as Desk, {
  get(_, name) {
    if (current === undefined) throw new Error(`the desk is called (${String(name)}) before it is connected`);
    return current[name as keyof Desk];
  },
});

/** Connects the screens to a desk: the application's, or the mock one. */
export function connect(to: Desk): void {
  current = to;
}
