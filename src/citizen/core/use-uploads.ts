/** Files on their way, of one letter or of all, as a page shows them. What was seen to have arrived is not shown again. */
import { computed, onMounted, onUnmounted, shallowRef } from 'vue'
import { onPhoneChange, readUploads } from './kept-lists.ts'
import { type Upload, write } from './phone.ts'
import { sendWhenPossible } from './sending.ts'

/** @param letterId undefined for the files of all letters */
export function useUploads(letterId?: () => string | undefined) {
  const all = shallowRef<Upload[]>([])
  const uploads = computed(() => {
    const wanted = letterId?.()
    return all.value.filter((upload) => wanted === undefined || upload.letterId === wanted)
  })
  const read = async () => {
    all.value = await readUploads().catch(() => [])
  }
  const stop = onPhoneChange(() => void read())
  onMounted(() => {
    sendWhenPossible()
    void read()
  })
  onUnmounted(() => {
    stop()
    const seen = uploads.value.filter(({ state }) => state === 'received')
    if (seen.length > 0) void forgetUploads(seen).catch(() => undefined)
  })
  return { uploads }
}

/** Takes files off this phone: those that have arrived, and those that can't be sent once their sender knows. */
export async function forgetUploads(uploads: readonly Upload[]): Promise<void> {
  await write(['uploads', 'files'], async (transaction) => {
    for (const { id } of uploads) {
      await transaction.objectStore('uploads').delete(id)
      await transaction.objectStore('files').delete(id)
    }
  })
}

/** Tries a file at once, whatever its waiting time; also one that was refused. */
export async function tryUploadNow(upload: Upload): Promise<void> {
  await write(['uploads'], async (transaction) => {
    const row = await transaction.objectStore('uploads').get(upload.id)
    if (row?.state === 'waiting' || row?.state === 'refused')
      await transaction.objectStore('uploads').put({ ...row, state: 'waiting', notBefore: 0 })
  })
}
