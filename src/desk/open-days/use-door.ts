/** The state of a door: what is kept on this phone, and keeping it level with the server whenever there is a network. */
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { uuidv7 } from 'uuidv7'
import type { CheckIn } from '#contract/open-days-door.ts'
import { NoAnswerError, OfflineError } from '#ui/failures.ts'
import { deskCall } from '../core/desk-call.ts'
import { useSession } from '../core/session.ts'
import type { Admission, DoorView } from './admit.ts'
import { tell } from './door-outbox.ts'
import { type DoorStore, type Kept, memoryStore } from './door-store.ts'
import { alone, onDoorChange } from './door-tabs.ts'
import { canSeal, vaultStore } from './door-vault.ts'

const levelEveryMs = 15_000
const listEveryMs = 60_000

export interface Door {
  readonly kept: ShallowRef<Kept | undefined>
  readonly view: ComputedRef<Omit<DoorView, 'slotIds'> | undefined>
  readonly lasting: Ref<boolean>
  /** whether the last try found the server */
  readonly reached: Ref<boolean>
  /** what stands in the way other than the network */
  readonly trouble: Ref<unknown>
  readonly begin: (openDayId: string, door: string) => Promise<void>
  /** Notes an admission; false where another tab has let the same ticket in meanwhile. */
  readonly admit: (admission: Admission, people: number) => Promise<boolean>
  readonly walkIn: (slotId: string, people: number) => Promise<void>
  readonly level: () => Promise<void>
  readonly forget: () => Promise<void>
}

/** One memory for the tab: leaving the page and coming back loses nothing. */
const memory = memoryStore()

export function useDoor(): Door {
  const session = useSession()
  let store: DoorStore = canSeal() ? vaultStore : memory
  const lasting = ref(store.lasting)
  const kept = shallowRef<Kept>()
  const reached = ref(navigator.onLine)
  const trouble = ref<unknown>()
  let listedAt = 0
  let levelling: Promise<void> | undefined

  const view = computed(() => {
    const day = kept.value?.day
    if (!day || !kept.value) return undefined
    const here = kept.value.outbox
      .filter(({ openDayId }) => openDayId === day.list.openDay.id)
      .map(({ checkIn }) => checkIn)
    return { list: day.list, here }
  })

  /** A browser that lets nothing be kept (a private window, say): then this window's memory has to do. */
  function giveUpKeeping() {
    store = memory
    lasting.value = false
  }

  async function look() {
    try {
      kept.value = await store.read()
    } catch {
      giveUpKeeping()
      kept.value = await store.read()
    }
  }

  async function begin(openDayId: string, door: string) {
    const list = await deskCall('GET /desk/open-days/:id/door', { params: { id: openDayId } })
    try {
      await store.keepDay({ door, list })
    } catch {
      giveUpKeeping()
      await store.keepDay({ door, list })
    }
    listedAt = Date.now()
    reached.value = true
    await look()
  }

  async function note(checkIn: Pick<CheckIn, 'slotId' | 'bookingId' | 'people'>, code: string | null) {
    const day = kept.value?.day
    if (!day) throw new Error('no open day is chosen')
    await store.append({
      openDayId: day.list.openDay.id,
      code,
      checkIn: { ...checkIn, id: uuidv7(), at: new Date().toISOString(), door: day.door }
    })
    await look()
    void level()
  }

  async function admit({ bookingId, into, code }: Admission, people: number) {
    return await alone('admit', async () => {
      await look()
      const noted = view.value?.here.some((one) => one.bookingId === bookingId)
      const listed = view.value?.list.tickets.some((one) => one.bookingId === bookingId && one.seen)
      if (noted || listed) return false
      await note({ slotId: into.id, bookingId, people }, code)
      return true
    })
  }

  async function walkIn(slotId: string, people: number) {
    await note({ slotId, bookingId: null, people }, null)
  }

  /** Tells what was noted and fetches what other doors have told. */
  async function levelOnce() {
    try {
      const asked = await alone('tell', async () => {
        const before = (await store.read()).outbox.length
        await tell(store, (id, checkIns) =>
          deskCall('POST /desk/open-days/:id/check-ins', { params: { id }, body: { checkIns } })
        )
        const { day } = await store.read()
        if (before > 0) listedAt = Date.now()
        if (!day || Date.now() - listedAt < listEveryMs) return before > 0
        const list = await deskCall('GET /desk/open-days/:id/door', { params: { id: day.list.openDay.id } })
        await store.acknowledge([], [], list)
        listedAt = Date.now()
        return true
      })
      // where nothing was asked, nothing is known anew
      reached.value = asked || (reached.value && navigator.onLine)
      trouble.value = undefined
    } catch (error) {
      const noNetwork = error instanceof OfflineError || error instanceof NoAnswerError
      reached.value = !noNetwork
      trouble.value = noNetwork ? undefined : error
    }
    await look()
  }

  function level(): Promise<void> {
    levelling ??= levelOnce().finally(() => (levelling = undefined))
    return levelling
  }

  async function forget() {
    await store.forgetDay()
    await look()
  }

  const wake = () => document.visibilityState === 'visible' && void level()
  const lost = () => (reached.value = false)
  const back = () => {
    listedAt = 0
    wake()
  }
  let timer = 0
  const stops: (() => void)[] = []
  onMounted(() => {
    stops.push(
      onDoorChange(() => void look()),
      session.beforeSigningOut(level)
    )
    window.addEventListener('online', back)
    window.addEventListener('offline', lost)
    document.addEventListener('visibilitychange', wake)
    timer = window.setInterval(wake, levelEveryMs)
    void look().then(level)
  })
  onBeforeUnmount(() => {
    for (const stop of stops) stop()
    window.removeEventListener('online', back)
    window.removeEventListener('offline', lost)
    document.removeEventListener('visibilitychange', wake)
    window.clearInterval(timer)
  })

  return { kept, view, lasting, reached, trouble, begin, admit, walkIn, level, forget }
}
