/** Watches for a new version of the app; needed only where an earlier one is at work. */
import { Workbox } from 'workbox-window'
import { settings } from './settings.ts'

/** Registers the service worker and offers a version that waits. */
export function watchVersions(): void {
  const workbox = new Workbox('/sw.js', { scope: '/' })
  workbox.addEventListener('waiting', () => {
    settings.newVersion = async () => {
      const { quiet } = await import('./outbox.ts')
      await quiet()
      workbox.addEventListener('controlling', () => location.reload())
      workbox.messageSkipWaiting()
    }
  })
  void workbox.register()
}
