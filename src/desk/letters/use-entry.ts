/** An entry of the knowledge while it is worked on: typed text stays in the tab until the server has it. */
import { computed, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch } from 'vue'
import { ElMessage } from 'element-plus'
import { uuidv7 } from 'uuidv7'
import { copyParts } from '#contract/answers.ts'
import { plusDays, dayOf } from '#contract/calendar.ts'
import { type Entry, EntryDraft, type EntryProposal } from '#contract/knowledge.ts'
import type { Replies } from '#contract/routes.ts'
import { deskCall } from '../core/desk-call.ts'
import { forgetText, keepText, keptText, type KeptPlace } from '../core/kept-text.ts'
import { useSession } from '../core/session.ts'
import { isProblem } from '../core/trouble.ts'
import type { CopyPart } from './finding-words.ts'
import { reasonsOf, type TypedCopy, useMarkedCopy } from './use-marked-copy.ts'

type Topic = EntryDraft['topic']

/** What is typed: the copy, and who stands for it. Sources are numbers of letters and addresses of articles, a line each. */
interface Typed extends TypedCopy<CopyPart> {
  topic: Topic
  reviewOn: string
  officeId: string
  ownerId: string
  letters: string
  articles: string
}

const blank = (): Typed => ({
  title: '',
  question: '',
  reply: '',
  kept: [],
  topic: 'other',
  reviewOn: plusDays(dayOf(new Date()), 365),
  officeId: '',
  ownerId: '',
  letters: '',
  articles: ''
})

const linesOf = (text: string) => [...new Set(text.split(/[\s,，;；]+/).filter((line) => line !== ''))]
const articleOf = (line: string) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(line.toLowerCase())?.[0] ?? line

function typedOf(entry: Entry): Typed {
  return {
    title: entry.title,
    question: entry.question,
    reply: entry.reply,
    kept: reasonsOf(entry.findings),
    topic: entry.topic,
    reviewOn: entry.reviewOn,
    officeId: entry.office.id,
    ownerId: entry.owner?.id ?? '',
    letters: entry.letters.map(({ number }) => number).join('\n'),
    articles: entry.articles.map(({ id }) => id).join('\n')
  }
}

/** @param id of the entry, or `new`; `letterId`: the letter that a new one is made of */
export function useEntry(id: string, letterId: string | undefined, onKept: (id: string) => void) {
  const session = useSession()
  const isNew = id === 'new'
  // the same id however often it is sent, so that a lost answer makes no second entry
  const entryId = isNew ? uuidv7() : id
  const about = isNew ? `new:${letterId ?? ''}` : id
  const place: KeptPlace = { what: 'entry', about, personId: session.person?.id ?? '' }
  const entry = shallowRef<Entry>()
  const proposal = shallowRef<EntryProposal>()
  const owners = shallowRef<Replies['GET /desk/knowledge-owners']>([])
  const ready = ref(false)
  const typed = reactive<Typed>(blank())
  const trouble = ref<unknown>()
  const busy = ref(false)
  let before = JSON.stringify(typed)

  const found = computed(() => entry.value ?? proposal.value)
  const { keptReasons, ...copy } = useMarkedCopy(EntryDraft, copyParts, typed, found)
  const isUnsaved = computed(() => ready.value && JSON.stringify(typed) !== before)

  function put(fresh: Typed): void {
    Object.assign(typed, fresh)
    before = JSON.stringify(typed)
  }

  function show(fresh: Entry): void {
    entry.value = fresh
    put(typedOf(fresh))
    forgetText(place)
  }

  async function begin(): Promise<void> {
    const office = session.person?.office?.id ?? owners.value[0]?.id ?? ''
    if (letterId === undefined) return put({ ...blank(), officeId: office })
    const made = await deskCall('GET /desk/letters/:id/entry', { params: { id: letterId } })
    proposal.value = made
    const { title, reply, topic, officeId, reviewOn, number } = made
    put({ ...blank(), title, reply, topic, reviewOn, officeId: officeId ?? office, letters: number })
  }

  async function load(): Promise<void> {
    trouble.value = undefined
    try {
      owners.value = await deskCall('GET /desk/knowledge-owners', {})
      if (isNew) await begin()
      else show(await deskCall('GET /desk/knowledge/:id', { params: { id } }))
      const kept = keptBefore
      keptBefore = undefined
      if (kept !== undefined) Object.assign(typed, JSON.parse(kept) as Typed)
      ready.value = true
    } catch (error) {
      trouble.value = error
    }
  }
  let keptBefore = keptText(place)?.text

  const draft = computed<EntryDraft>(() => ({
    topic: typed.topic,
    title: typed.title.trim(),
    question: typed.question.trim(),
    reply: typed.reply.trim(),
    kept: keptReasons.value,
    reviewOn: typed.reviewOn,
    officeId: typed.officeId,
    ownerId: typed.ownerId === '' ? null : typed.ownerId,
    letters: linesOf(typed.letters.toUpperCase()),
    articles: linesOf(typed.articles).map(articleOf),
    version: entry.value?.version ?? 0
  }))

  async function act(call: () => Promise<Entry>, said: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    trouble.value = undefined
    try {
      show(await call())
      ElMessage({ message: said, type: 'success', duration: 2000 })
      return true
    } catch (error) {
      // what is typed stays beside what somebody else did meanwhile
      if (!isNew && (isProblem(error, 'changed-meanwhile') || isProblem(error, 'state-forbids')))
        entry.value = await deskCall('GET /desk/knowledge/:id', { params: { id } })
      trouble.value = error
      return false
    } finally {
      busy.value = false
    }
  }

  const params = { id: entryId }
  const version = () => entry.value?.version ?? 0
  async function save(): Promise<void> {
    const done = await act(
      () => deskCall('PUT /desk/knowledge/:id', { params, body: draft.value }),
      '存好了，等另一位同事批准'
    )
    if (done && isNew) onKept(entryId)
  }

  watch(
    typed,
    () => {
      if (!ready.value) return
      if (isUnsaved.value) keepText(place, { text: JSON.stringify(typed), basedOn: String(version()) })
      else forgetText(place)
    },
    // kept at once: the page may be gone by the next tick
    { deep: true, flush: 'sync' }
  )

  function warnBeforeClosing(event: BeforeUnloadEvent): void {
    if (isUnsaved.value) event.preventDefault()
  }
  onMounted(() => {
    window.addEventListener('beforeunload', warnBeforeClosing)
    void load()
  })
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warnBeforeClosing))

  return {
    entry,
    proposal,
    owners,
    ready,
    typed,
    ...copy,
    isUnsaved,
    trouble,
    busy,
    load,
    save,
    approve: async () =>
      await act(
        () => deskCall('POST /desk/knowledge/:id/approval', { params, body: { version: version() } }),
        '公开了'
      ),
    confirm: async (reviewOn: string) =>
      await act(
        () =>
          deskCall('POST /desk/knowledge/:id/confirmation', {
            params,
            body: { version: entry.value?.publishedVersion ?? 1, reviewOn }
          }),
        '记下了，仍然对'
      ),
    withdraw: async (reason: string) =>
      await act(
        () => deskCall('POST /desk/knowledge/:id/withdrawal', { params, body: { reason } }),
        '撤下了，现在谁也看不到'
      )
  }
}
