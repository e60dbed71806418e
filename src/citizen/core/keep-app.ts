/** All parts of the app on the phone, once it has something to show in them without a network. */

let asked: string | undefined

/** Asks the service worker to keep the parts that it did not fetch with the first visit; once a page and language. */
export function keepApp(): void {
  const language = document.documentElement.lang
  if (asked === language || !('serviceWorker' in navigator)) return
  asked = language
  void navigator.serviceWorker.ready.then(({ active }) =>
    active?.postMessage({ type: 'KEEP_PARTS', english: language === 'en' })
  )
}
