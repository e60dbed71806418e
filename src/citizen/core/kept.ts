/** What is kept on this phone, as the screens show it; follows every change, also of other tabs. */
import { createPinia, defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { BookingText, Draft, KeptBooking, KeptCase, MessageText, OutboxItem, Upload } from './phone.ts'

// only ever read in the browser, and only by pages that come after the first: the app itself goes without
const pinia = createPinia()

const refresh = async () => await (await import('./refresh-cases.ts')).refreshCases()
const refreshTickets = async () => await (await import('./refresh-bookings.ts')).refreshBookings()

const useStore = defineStore('kept', () => {
  const cases = shallowRef<KeptCase[]>([])
  const drafts = shallowRef<Draft[]>([])
  const messages = shallowRef<MessageText[]>([])
  const bookings = shallowRef<KeptBooking[]>([])
  const bookingTexts = shallowRef<BookingText[]>([])
  const waiting = shallowRef<OutboxItem[]>([])
  const uploads = shallowRef<Upload[]>([])
  const state = shallowRef<'unread' | 'read' | 'unreadable'>('unread')
  let following = false

  /** Asks what is new: whatever was read just now is left alone. */
  function renew(): void {
    if (cases.value.length > 0) void refresh().catch(() => undefined)
    if (bookings.value.length > 0) void refreshTickets().catch(() => undefined)
  }

  /**
   * Reads once and follows from then on; what is new is asked each time, when the app is looked at again, and when a network
   * comes. The database is fetched here: the first page stands before it.
   */
  async function follow(): Promise<void> {
    if (!following) await begin()
    // what is new comes after what is there
    renew()
  }

  async function begin(): Promise<void> {
    following = true
    addEventListener('online', renew)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') renew()
    })
    try {
      const lists = await import('./kept-lists.ts')
      const read = async () => {
        ;[cases.value, drafts.value, messages.value, bookings.value, bookingTexts.value, waiting.value, uploads.value] =
          await Promise.all([
            lists.readCases(),
            lists.readDrafts(),
            lists.readMessages(),
            lists.readBookings(),
            lists.readBookingTexts(),
            lists.readOutbox(),
            lists.readUploads()
          ])
        state.value = 'read'
      }
      lists.onPhoneChange(() => void read().catch(() => undefined))
      await read()
    } catch {
      // private windows of some browsers keep nothing: the screens say so
      state.value = 'unreadable'
    }
  }

  return { cases, drafts, messages, bookings, bookingTexts, waiting, uploads, state, follow }
})

export const useKept = () => useStore(pinia)
