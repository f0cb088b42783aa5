import type { Succession, SuccessorChoice } from "../lib/types";

/** The proposals, as what is chosen at first. */
export function proposed(successions: Succession[]): Record<string, string> {
  return Object.fromEntries(successions.map((one) => [one.former.code, one.proposal?.code ?? ""]));
}

/** What was chosen; an account without successor keeps its rules. */
export function choices(successions: Succession[], chosen: Record<string, string>): SuccessorChoice[] {
  return successions
    .map((one) => ({ former: one.former.code, account: chosen[one.former.code] ?? "" }))
    .filter((choice) => choice.account !== "");
}
