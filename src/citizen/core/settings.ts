/** Settings of this phone that the screens follow: the elder view, and a new version that waits. */
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

const key = 'wenzheng-view'

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Puts the elder view on the page before anything is drawn by the app. */
export function applyView(): void {
  if (stored() === 'elder') document.documentElement.dataset['view'] = 'elder'
}

export const useSettings = defineStore('settings', () => {
  // false until mounted: the server renders the standard words, and hydration must find the same
  const elder = ref(false)
  const newVersion = shallowRef<(() => Promise<void>) | undefined>()

  function readView(): void {
    elder.value = document.documentElement.dataset['view'] === 'elder'
  }

  function setElder(on: boolean): void {
    elder.value = on
    if (on) document.documentElement.dataset['view'] = 'elder'
    else delete document.documentElement.dataset['view']
    try {
      localStorage.setItem(key, on ? 'elder' : 'standard')
    } catch {
      // the view then lasts as long as the page
    }
  }

  return { elder, newVersion, readView, setElder }
})
