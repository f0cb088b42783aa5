import type * as T from "../types";

type Part = "platformConnection" | "savePlatformConnection" | "receiveEInvoices" | "sayLifeCycle";

/** What may be said of an invoice that came by the platform: an approval needs no reason, a refusal one of two. */
export function lifeCycle(said: T.LifeCycleView["said"] = []): T.LifeCycleView {
  const refused = said.some((one) => one.status === "refused" && one.state !== "refused");
  return {
    offered: refused ? [] : [{ status: "approved", reasons: [] }, { status: "refused", reasons: ["wrong_recipient", "duplicate"] }],
    said, trouble: null,
  };
}

/** The platform of the mock: one invoice waits, another cannot be fetched. */
export function platformOf(): Pick<import("../desk").Desk, Part> {
  let connection: T.PlatformConnection = { address: "", tokenAddress: "", clientId: "", clientSecret: "", patience: null, byItself: false, acknowledge: false };
  let lookedAt: number | null = null;
  let waiting = 1;
  return {
    platformConnection: async () => ({ connection: { ...connection, clientSecret: "" }, lookedAt, trouble: null }),
    savePlatformConnection: async (_, given) => { connection = given; },
    receiveEInvoices: async () => {
      const accepted = waiting;
      waiting = 0;
      lookedAt = 1_795_000_000_000;
      return { accepted, known: 0, settled: 0, missed: accepted === 0 ? [] : [{ flow: "PA-2", reason: { code: "target_no_answer", args: {} } }] };
    },
    sayLifeCycle: async (_, form) => lifeCycle([{
      id: "m1", status: form.status, reason: form.reason ?? null, note: form.note === "" ? null : form.note, state: "done", detail: null, at: 1_795_000_000_000,
    }]),
  };
}
