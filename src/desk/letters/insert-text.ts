/** Puts a text into a field where the cursor stands, in place of what is chosen there, and leaves the cursor behind it. */
export function insertAtCursor(field: HTMLTextAreaElement, text: string): void {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end')
  // what binds the field hears of it as if it had been typed
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.focus()
}
