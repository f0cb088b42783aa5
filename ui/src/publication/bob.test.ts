import { render, screen } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { app } from "../lib/app.svelte";
import { named, settle, withDesk } from "../lib/test-desk";
import Authority from "../shell/Authority.svelte";
import BobSettings from "./BobSettings.svelte";
import Meg from "./Meg.svelte";
import MegOwn from "./MegOwn.svelte";
import PublicationsScreen from "./PublicationsScreen.svelte";

describe("BOB Demat", () => {
  it("keeps devices, names of folders and the hour of the night", async () => {
    const { calls } = await withDesk();
    render(BobSettings);
    await settle();
    await userEvent.selectOptions(screen.getByTestId("bob-names"), "nl");
    await userEvent.click(screen.getByTestId("bob-nightly-on"));
    await userEvent.click(screen.getByTestId("bob-device-add"));
    await settle();
    await userEvent.click(screen.getByTestId("bob-save"));
    await settle();
    expect(named(calls, "saveBobSettings")).toEqual([[{
      devices: [{ name: "Serveur", root: "/mnt/bob-demat" }, { name: "Appareil 2", root: "/home/lenoir/scans" }],
      defaultDevice: "Serveur", folders: { purchases: "aankopen", sales: "verkopen", sundry: "diversen" }, nightly: "02:00",
    }]]);
  });

  it("shows per client file what waits, and turns automatic transfer on", async () => {
    const { calls } = await withDesk();
    render(BobSettings);
    await settle();
    expect(screen.getByTestId("bob-files").textContent).toContain("1 revenue");
    await userEvent.click(screen.getByTestId("bob-automatic"));
    await settle();
    expect(named(calls, "saveBobClientFile")).toEqual([["c1", { automatic: true, device: null, folders: null }]]);
  });

  it("tells what is grey, green, staying and back, and lets a document go by itself", async () => {
    const { calls } = await withDesk();
    const clientFile = app.clientFiles.find((file) => file.id === "c1");
    if (clientFile === undefined) throw new Error("the mock has this client file");
    render(PublicationsScreen, { clientFile });
    await settle();
    const states = screen.getAllByTestId("publication").map((row) => row.dataset["state"]);
    expect(states).toEqual(["waiting", "taken", "staying", "returned", "unknown", "done"]);
    expect(screen.getByTestId("publications").textContent).toContain("pas encore prise");
    expect(screen.getByTestId("bob-waiting").textContent).toContain("à approuver d’abord");
    await userEvent.click(screen.getByTestId("bob-release"));
    await settle();
    expect(named(calls, "releaseDocuments")).toEqual([[["d4"], true]]);
    expect(screen.getByTestId("bob-waiting").textContent).toContain("Part seule");
    await userEvent.selectOptions(screen.getByTestId("bob-device"), "Serveur");
    await userEvent.click(screen.getByTestId("bob-send"));
    await settle();
    expect(named(calls, "publish")).toEqual([["c1", ["d4"], "bob", "Serveur"]]);
  });
});

describe("MEG", () => {
  it("keeps the connection with its markers", async () => {
    const { calls } = await withDesk();
    render(Meg);
    await settle();
    await userEvent.type(screen.getByTestId("meg-address"), "https://meg.example");
    await userEvent.type(screen.getByTestId("meg-marker-20.00"), "TVA20");
    await userEvent.type(screen.getByTestId("meg-no-vat"), "SANS");
    await userEvent.click(screen.getByTestId("meg-supplier-rate"));
    await userEvent.click(screen.getByTestId("meg-save"));
    await settle();
    expect(named(calls, "saveMegForm")).toMatchObject([[{ address: "https://meg.example", automated: true, settings: { supplierRate: true, vatByItem: true, noVatMarker: "SANS" } }]]);
    expect(screen.getByTestId("meg-folders").textContent).toContain("Boulangerie Marchal");
  });

  it("lets a client file have settings of its own, and gives them up", async () => {
    const { calls } = await withDesk();
    render(MegOwn, { clientFile: "c1" });
    await settle();
    await userEvent.click(screen.getByTestId("meg-own-on"));
    await settle();
    await userEvent.type(screen.getByTestId("meg-no-vat"), "Z");
    await userEvent.click(screen.getByTestId("meg-own-save"));
    await settle();
    await userEvent.click(screen.getByTestId("meg-own-on"));
    await settle();
    expect(named(calls, "saveMegSettings")).toMatchObject([["c1", { noVatMarker: "Z" }], ["c1", null]]);
  });
});

describe("the certificate authority", () => {
  it("is trusted with its fingerprint, and no more when it is removed", async () => {
    const { calls } = await withDesk();
    render(Authority);
    await settle();
    await userEvent.click(screen.getByTestId("authority-choose"));
    await settle();
    expect(screen.getByTestId("authority").textContent).toContain("AB:CD:EF");
    await userEvent.click(screen.getByTestId("authority-drop"));
    await settle();
    expect(named(calls, "trustAuthority")).toEqual([["/home/lenoir/cabinet.pem"], [null]]);
    expect(screen.queryByTestId("authority-name")).toBeNull();
  });
});
