/**
 * Keys. Screens and sheets lay their keys one over another; the topmost layer that knows a key takes it, and a modal
 * layer keeps the rest from going down. While a text is being typed only Escape, Ctrl and Alt combinations go to the
 * layers: everything else belongs to the field.
 */

/** Returns `false` to let the key go on to the layer beneath. */
export type Action = (event: KeyboardEvent) => boolean | void | Promise<void>;
export type KeyMap = Record<string, Action>;
interface Layer { keys: () => KeyMap; modal: boolean }

const layers: Layer[] = [];

/** `j`, `Shift+j`, `Ctrl+Enter`, `?`, `[`: letters in lower case, shift named for letters and named keys only. */
export function keyName(event: KeyboardEvent): string {
  const letter = event.key.length === 1 && /\p{L}/u.test(event.key);
  const key = letter ? event.key.toLowerCase() : event.key === " " ? "Space" : event.key;
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const alt = event.altKey && !ctrl ? "Alt+" : "";
  const shift = event.shiftKey && (letter || event.key.length > 1) ? "Shift+" : "";
  return ctrl + alt + shift + key;
}

/** Whether keys pressed here write a text. A field that is only being looked at (read-only) does not count. */
export function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) {
    return !target.readOnly && !["checkbox", "radio", "button", "submit"].includes(target.type);
  }
  return (target instanceof HTMLTextAreaElement && !target.readOnly) || target instanceof HTMLSelectElement
    || (target instanceof HTMLElement && target.isContentEditable);
}

/** Lays keys over those already there; call what it returns to take them away. */
export function layKeys(keys: () => KeyMap, modal = false): () => void {
  const layer: Layer = { keys, modal };
  layers.push(layer);
  return () => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  };
}

let chord: string | undefined;
let chordEnds = 0;

/** Handles one key press of the window. */
export function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const typing = isTyping(event.target);
  if (typing && !/^(Ctrl\+|Alt\+|Escape|F\d)/.test(name)) return;
  const now = event.timeStamp;
  const full = chord !== undefined && now < chordEnds ? `${chord} ${name}` : name;
  chord = undefined;
  for (const layer of layers.toReversed()) {
    const keys = layer.keys();
    const action = keys[full];
    if (action !== undefined && action(event) !== false) {
      event.preventDefault();
      return;
    }
    if (full === name && Object.keys(keys).some((key) => key.startsWith(`${name} `))) {
      chord = name;
      chordEnds = now + 1500;
      event.preventDefault();
      return;
    }
    if (layer.modal) return;
  }
}
