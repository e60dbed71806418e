/** An import step by step: a file is looked at, its columns are named, then it goes in. The file itself stays in this tab. */
import { computed, ref, shallowRef } from 'vue'
import type { ChannelSource } from '#contract/channels.ts'
import type { ImportField, ImportLook, ImportOutcome } from '#contract/letters-ledger.ts'
import { deskCall } from '../core/desk-call.ts'
import { isProblem } from '../core/trouble.ts'
import { useLetterQueue } from './queue.ts'

export function useImport() {
  const queue = useLetterQueue()
  const source = ref<ChannelSource>('hotline')
  const file = shallowRef<File>()
  const seen = shallowRef<ImportLook>()
  /** the field of each column, as it is chosen on the page; '' for none */
  const chosen = ref<(ImportField | '')[]>([])
  const outcome = shallowRef<ImportOutcome>()
  const trouble = ref<unknown>()
  const busy = ref<'looking' | 'importing' | ''>('')

  const wanted = computed(() =>
    (seen.value?.headings ?? []).flatMap((column, at) => {
      const field = chosen.value[at]
      return field ? [{ column, field }] : []
    })
  )
  /** fields that two columns claim */
  const doubled = computed(() => {
    const fields = wanted.value.map(({ field }) => field)
    return [...new Set(fields.filter((field, at) => fields.indexOf(field) !== at))]
  })
  /** Whether what is chosen on the page is what was looked at last, and kept. */
  const isSettled = computed(() => {
    const { columns, revision } = seen.value?.mapping ?? { columns: [], revision: 0 }
    const same = (one: (typeof columns)[number]) =>
      wanted.value.some(({ column, field }) => column === one.column && field === one.field)
    return revision > 0 && columns.length === wanted.value.length && columns.every(same)
  })
  const isReady = computed(() => isSettled.value && seen.value?.missing.length === 0 && seen.value.rows > 0)

  async function attempt(what: 'looking' | 'importing', work: () => Promise<void>) {
    if (busy.value !== '') return
    busy.value = what
    trouble.value = undefined
    try {
      await work()
    } catch (error) {
      trouble.value = error
    } finally {
      busy.value = ''
    }
  }

  async function fetchLook() {
    if (!file.value) return
    const look = await deskCall('POST /desk/import-looks', { query: { source: source.value }, body: file.value })
    seen.value = look
    chosen.value = look.headings.map(
      (heading) => look.mapping.columns.find(({ column }) => column === heading)?.field ?? ''
    )
  }

  async function look() {
    outcome.value = undefined
    seen.value = undefined
    await attempt('looking', fetchLook)
  }

  /** Keeps what is chosen for the next time, and looks again with it. */
  async function settle() {
    await attempt('looking', async () => {
      const revision = seen.value?.mapping.revision ?? 0
      const body = { columns: wanted.value, revision }
      await deskCall('PUT /desk/import-mappings/:source', { params: { source: source.value }, body })
      await fetchLook()
    })
    // a colleague said otherwise meanwhile: that is looked at first
    if (isProblem(trouble.value, 'changed-meanwhile')) await fetchLook().catch(() => undefined)
  }

  async function importAll() {
    await attempt('importing', async () => {
      const { value: body } = file
      const mapping = String(seen.value?.mapping.revision ?? '')
      if (!body) return
      outcome.value = await deskCall('POST /desk/imports', { query: { source: source.value, mapping }, body })
      void queue.refresh()
    })
  }

  return {
    source,
    file,
    seen,
    chosen,
    outcome,
    trouble,
    busy,
    wanted,
    doubled,
    isSettled,
    isReady,
    look,
    settle,
    importAll
  }
}
