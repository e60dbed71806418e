/** How large the text of articles is set on this phone: three sizes, besides the elder view. */
import { ref } from 'vue'

const key = 'wenzheng-text-size'
const sizes = 3

/** 0 is the standard one. The server never writes it. */
export const textSize = ref(0)

/** Takes the size that was chosen before. */
export function readSize(): void {
  try {
    textSize.value = Number(localStorage.getItem(key) ?? 0) % sizes
  } catch {
    // where nothing is kept, the standard one
  }
}

/** The next size, and after the largest the standard one. */
export function changeSize(): void {
  textSize.value = (textSize.value + 1) % sizes
  try {
    localStorage.setItem(key, String(textSize.value))
  } catch {
    // the size then lasts as long as the page
  }
}
