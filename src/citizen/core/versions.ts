/** Watches for a new version of the app; needed only where an earlier one is at work. */
import { h } from 'vue'
import { Workbox } from 'workbox-window'
import { languageOf } from './addresses.ts'
import NewVersion from './NewVersion.vue'
import { settings } from './settings.ts'
import { versionWords } from './version-words.ts'

/** Registers the service worker and offers a version that waits. */
export function watchVersions(): void {
  const workbox = new Workbox('/sw.js', { scope: '/' })
  const take = async (): Promise<void> => {
    const { quiet } = await import('./outbox.ts')
    await quiet()
    workbox.addEventListener('controlling', () => location.reload())
    workbox.messageSkipWaiting()
  }
  const offer = async (): Promise<void> => {
    await versionWords.load(languageOf(location.pathname))
    settings.newVersion = () => h(NewVersion, { take })
  }
  workbox.addEventListener('waiting', () => void offer())
  void workbox.register()
}
