/** Copying gives masks. Digits never reach the clipboard from the page; the shell puts them there, with a line in the log. */

/** The text of a selection with every number replaced by its mask. */
function masked(selection: Selection): string {
  const lines: string[] = [];
  for (let index = 0; index < selection.rangeCount; index += 1) {
    const piece = selection.getRangeAt(index).cloneContents();
    for (const number of piece.querySelectorAll<HTMLElement>('[data-mask]'))
      number.textContent = number.dataset['mask'] ?? '';
    for (const heard of piece.querySelectorAll('.only-heard')) heard.remove();
    lines.push(piece.textContent ?? '');
  }
  return lines.join('\n');
}

export function copyMasks(event: ClipboardEvent): void {
  if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !event.clipboardData) return;
  event.clipboardData.setData('text/plain', masked(selection));
  event.preventDefault();
}

/** Puts a text on the clipboard from within a key press. */
export function copyText(text: string): void {
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener('copy', give, { capture: true, once: true });
  document.execCommand('copy');
  document.removeEventListener('copy', give, { capture: true });
}
