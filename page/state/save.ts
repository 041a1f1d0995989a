/** A file for the user's own folder. */
export function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000); // the browser reads it after the click
}

export const saveText = (name: string, text: string, type = 'text/plain'): void =>
  save(name, new Blob([text], { type }));
