/** What is kept on this phone, as the screens show it; follows every change, also of other tabs. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { readCases } from './cases.ts'
import { readDrafts } from './drafts.ts'
import { readOutbox } from './outbox.ts'
import { type Draft, type KeptCase, onPhoneChange, type OutboxItem } from './phone.ts'

export const useKept = defineStore('kept', () => {
  const cases = shallowRef<KeptCase[]>([])
  const drafts = shallowRef<Draft[]>([])
  const waiting = shallowRef<OutboxItem[]>([])
  const state = shallowRef<'unread' | 'read' | 'unreadable'>('unread')
  let following = false

  async function read(): Promise<void> {
    try {
      ;[cases.value, drafts.value, waiting.value] = await Promise.all([readCases(), readDrafts(), readOutbox()])
      state.value = 'read'
    } catch {
      // private windows of some browsers keep nothing: the screens say so
      state.value = 'unreadable'
    }
  }

  /** Reads once and follows from then on. */
  function follow(): void {
    if (following) return
    following = true
    onPhoneChange(() => void read())
    void read()
  }

  return { cases, drafts, waiting, state, follow }
})
