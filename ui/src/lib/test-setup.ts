import { cleanup } from "@testing-library/svelte";
import { afterEach, beforeEach } from "vitest";

// jsdom does no layout: sizes stay as the components assume them.
window.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};

beforeEach(() => {
  localStorage.clear();
});
afterEach(() => cleanup());
