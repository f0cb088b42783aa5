import { describe, expect, it } from "vitest";
import { mockSplit } from "../lib/mock/split";
import { Splitting } from "./split.svelte";

function loaded(): Splitting {
  const splitting = new Splitting();
  splitting.load(mockSplit());
  return splitting;
}

describe("the split", () => {
  it("begins at the open boundary", () => {
    const splitting = loaded();
    expect(splitting.unsure).toBe(1);
    expect(splitting.current).toMatchObject({ left: 9, right: 10, unsure: true });
  });
  it("answers an open boundary with a cut, and turns a decided one round", () => {
    const splitting = loaded();
    splitting.toggle();
    expect(splitting.unsure).toBe(0);
    expect(splitting.decision()?.starts).toContain(10);
    splitting.toggle();
    expect(splitting.decision()?.starts).not.toContain(10);
  });
  it("keeps together", () => {
    const splitting = loaded();
    splitting.decide(splitting.at, false);
    expect(splitting.unsure).toBe(0);
    expect(splitting.decision()?.starts).not.toContain(10);
  });
  it("leaves pages out and takes them in again", () => {
    const splitting = loaded();
    const before = splitting.decision()?.dropped ?? [];
    splitting.drop(4);
    expect(splitting.decision()?.dropped).toEqual([5, ...before].sort((a, b) => a - b));
    splitting.drop(4);
    expect(splitting.decision()?.dropped).toEqual(before);
  });
  it("gives the same supplier the same tint", () => {
    const splitting = loaded();
    const tints = splitting.pieces.filter((piece) => piece.thirdParty === "Maison Delorme").map((piece) => piece.tint);
    expect(tints.length).toBeGreaterThan(1);
    expect(new Set(tints).size).toBe(1);
  });
  it("changes nothing once documents are published", () => {
    const splitting = new Splitting();
    splitting.load({ ...mockSplit(), locked: true });
    const before = splitting.decision();
    splitting.toggle();
    splitting.drop(2);
    expect(splitting.decision()).toEqual(before);
  });
});
