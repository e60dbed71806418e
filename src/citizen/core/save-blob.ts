/** Hands bytes to the browser to be saved under a name. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // some browsers read it only after the click has returned
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
