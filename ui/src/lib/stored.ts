/** Preferences of this workstation's user: nothing that belongs to a client's books. */

export function storedString(name: string): string | null {
  return localStorage.getItem(`liasse.${name}`);
}

export function keepString(name: string, value: string): void {
  localStorage.setItem(`liasse.${name}`, value);
}
