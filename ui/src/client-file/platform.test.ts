import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import { desk } from "../lib/ipc";
import { lifeCycle } from "../lib/mock/platform";
import { named, settle, withDesk, type Calls } from "../lib/test-desk";
import type { LifeCycleView } from "../lib/types";
import LifeCycle from "../review/LifeCycle.svelte";
import { Review } from "../review/review.svelte";
import Platform from "./Platform.svelte";

let calls: Calls;
beforeEach(async () => {
  ({ calls } = await withDesk());
});

async function connect(): Promise<void> {
  render(Platform, { clientFile: "c1" });
  await settle();
  expect(screen.queryByTestId("platform-receive")).toBeNull();
  await userEvent.type(screen.getByTestId("platform-address"), "https://pa.example.org/flow-service");
  await userEvent.type(screen.getByTestId("platform-clientSecret"), "tres-secret");
  await userEvent.click(screen.getByTestId("platform-acknowledge"));
  await userEvent.click(screen.getByTestId("platform-save"));
  await settle();
}

describe("the platform of a client file", () => {
  it("keeps the connection and shows the secret no more", async () => {
    await connect();
    expect(named(calls, "savePlatformConnection")).toEqual([["c1", {
      address: "https://pa.example.org/flow-service", tokenAddress: "", clientId: "", clientSecret: "tres-secret", patience: null, byItself: false, acknowledge: true,
    }]]);
    expect(screen.getByTestId<HTMLInputElement>("platform-clientSecret").value).toBe("");
  });

  it("fetches invoices, and names those that could not be fetched", async () => {
    await connect();
    await userEvent.click(screen.getByTestId("platform-receive"));
    await settle();
    const said = screen.getByTestId("platform").textContent;
    expect(screen.getByTestId("platform-received").textContent).toBe("1 facture prise");
    expect(said).toContain("PA-2 : le service n’a pas répondu à temps");
    expect(screen.getByTestId("platform-looked").textContent).toContain("Dernière relève");
    await userEvent.click(screen.getByTestId("platform-receive"));
    await settle();
    expect(screen.getByTestId("platform-received").textContent).toBe("Aucune nouvelle facture");
  });
});

async function told(view: LifeCycleView): Promise<Review> {
  const review = new Review();
  review.view = { ...(await desk.review("d2")), lifeCycle: view };
  render(LifeCycle, { review, lifeCycle: view });
  return review;
}

describe("the life cycle of an e-invoice", () => {
  it("asks for a reason where the status needs one, and says what a refusal means", async () => {
    await told(lifeCycle());
    expect(screen.queryByTestId("life-cycle-send")).toBeNull();
    await userEvent.selectOptions(screen.getByTestId("life-cycle-status"), "refused");
    expect(screen.getByTestId<HTMLButtonElement>("life-cycle-send").disabled).toBe(true);
    expect(screen.getByTestId("life-cycle").textContent).toContain("ne sera pas comptabilisée");
    await userEvent.selectOptions(screen.getByTestId("life-cycle-reason"), "wrong_recipient");
    await userEvent.type(screen.getByTestId("life-cycle-note"), "pas à nous");
    await userEvent.click(screen.getByTestId("life-cycle-send"));
    await settle();
    expect(named(calls, "sayLifeCycle")).toEqual([["d2", { status: "refused", reason: "wrong_recipient", note: "pas à nous" }]]);
  });

  it("forgets the reason of another status", async () => {
    await told(lifeCycle());
    await userEvent.selectOptions(screen.getByTestId("life-cycle-status"), "refused");
    await userEvent.selectOptions(screen.getByTestId("life-cycle-reason"), "duplicate");
    await userEvent.selectOptions(screen.getByTestId("life-cycle-status"), "approved");
    await userEvent.click(screen.getByTestId("life-cycle-send"));
    await settle();
    expect(named(calls, "sayLifeCycle")).toEqual([["d2", { status: "approved", reason: null, note: "" }]]);
  });

  it("shows what was said with what became of it, and nothing more after a refusal", async () => {
    await told(lifeCycle([
      { id: "m1", status: "taken_in_charge", reason: null, note: null, state: "done", detail: null, at: 1_795_000_000_000 },
      { id: "m2", status: "refused", reason: "duplicate", note: null, state: "unknown", detail: null, at: 1_795_000_100_000 },
    ]));
    const said = screen.getAllByTestId("life-cycle-said").map((line) => line.textContent);
    expect(said[0]).toContain("Prise en charge");
    expect(said[1]).toContain("Refusée, doublon");
    expect(said[1]).toContain("jamais renvoyé à l’aveugle");
    expect(screen.queryByTestId("life-cycle-status")).toBeNull();
  });

  it("says why nothing can be said", async () => {
    await told({ ...lifeCycle(), trouble: { code: "life_cycle_siren_missing", args: {} } });
    expect(screen.getByTestId("life-cycle-trouble").textContent).toContain("SIREN du dossier");
    expect(screen.queryByTestId("life-cycle-status")).toBeNull();
  });
});
