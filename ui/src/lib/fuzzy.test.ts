import { describe, expect, it } from "vitest";
import { search } from "./fuzzy";

const ACCOUNTS = ["601100 Matières premières", "606300 Petit équipement", "606400 Fournitures administratives", "616000 Assurances"];
const find = (query: string) => search(ACCOUNTS, query, (text) => text, 10);

describe("search", () => {
  it("finds by the beginning of the number first", () => expect(find("606")).toEqual([ACCOUNTS[1], ACCOUNTS[2]]));
  it("does not mind accents", () => expect(find("equip")).toEqual([ACCOUNTS[1]]));
  it("wants all words", () => expect(find("606 admin")).toEqual([ACCOUNTS[2]]));
  it("takes letters in order", () => expect(find("founadm")).toEqual([ACCOUNTS[2]]));
  it("wants the digits of a number together", () => expect(find("6100")).toEqual([]));
  it("keeps the given order without a query", () => expect(find("")).toEqual(ACCOUNTS));
  it("finds nothing for nonsense", () => expect(find("zzz")).toEqual([]));
});
