/** What happened to letters within reach: how many were not seen yet, and which. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Alert } from '#contract/letters-desk.ts'
import { deskCall } from '../core/desk-call.ts'

/** The most ids that one call takes. */
const mostAtOnce = 100

export const useAlerts = defineStore('letter-alerts', () => {
  const alerts = shallowRef<readonly Alert[]>()
  const unseen = ref(0)
  const trouble = ref<unknown>()
  const busy = ref(false)

  async function load(): Promise<void> {
    try {
      const answer = await deskCall('GET /desk/alerts', {})
      alerts.value = answer.alerts
      unseen.value = answer.unseen
      trouble.value = undefined
    } catch (error) {
      trouble.value = error
    }
  }

  const markSeen = async (ids: string[]) => {
    await deskCall('POST /desk/alerts/seen', { body: { ids } })
  }

  /** Notes that one was opened; if the server can't be told, it is simply still new the next time. */
  async function see({ id, seen }: Alert): Promise<void> {
    if (seen) return
    try {
      await markSeen([id])
    } catch {
      return
    }
    await load()
  }

  /** All that were not seen, also those that don't fit on the page. */
  async function seeAll(): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      for (;;) {
        const ids = (alerts.value ?? []).filter(({ seen }) => !seen).map(({ id }) => id)
        if (ids.length === 0) return
        const before = unseen.value
        await markSeen(ids.slice(0, mostAtOnce))
        await load()
        if (trouble.value !== undefined || unseen.value >= before) return
      }
    } catch (error) {
      trouble.value = error
    } finally {
      busy.value = false
    }
  }

  return { alerts, unseen, trouble, busy, load, see, seeAll }
})
