/** The camera as a reader of QR codes. Every code is handed on once while it is held in front of the camera. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import { openReader, type ReadPicture } from './qr-reader.ts'

/** `plain`: the page came over plain http, and browsers give no camera to that; `broken`: the reader could not be loaded. */
type ScannerState = 'off' | 'starting' | 'on' | 'refused' | 'none' | 'plain' | 'broken'

/** Away for this long, the same code is another one. */
const againMs = 3000
const betweenMs = 120

/** Lets a text through unless it is the one that was read a moment ago; being read goes on counting as being held there. */
export function onceWhileHeld(now: () => number): (text: string) => boolean {
  let [last, at] = ['', Number.NEGATIVE_INFINITY]
  return (text) => {
    const fresh = text !== last || now() - at >= againMs
    last = text
    at = now()
    return fresh
  }
}

export interface Scanner {
  readonly state: Ref<ScannerState>
  readonly start: () => Promise<void>
  readonly stop: () => void
}

export function useScanner(video: Ref<HTMLVideoElement | null>, found: (text: string) => void): Scanner {
  const state = ref<ScannerState>('off')
  const isFresh = onceWhileHeld(() => performance.now())
  let stream: MediaStream | undefined
  let timer = 0
  let run = 0

  async function start() {
    const mine = ++run
    if (!('mediaDevices' in navigator)) {
      state.value = 'plain'
      return
    }
    state.value = 'starting'
    let read: ReadPicture
    try {
      read = await openReader()
    } catch {
      if (mine === run) state.value = 'broken'
      return
    }
    try {
      const camera = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment' } })
      if (mine !== run || !video.value) {
        for (const track of camera.getTracks()) track.stop()
        return
      }
      stream = camera
      video.value.srcObject = camera
      await video.value.play()
    } catch (error) {
      if (mine !== run) return
      halt()
      state.value = error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none'
      return
    }
    if (mine !== run) return
    state.value = 'on'
    const look = async () => {
      if (mine !== run) return
      try {
        for (const text of video.value ? await read(video.value) : []) if (mine === run && isFresh(text)) found(text)
      } catch {
        // one picture could not be read; the next one may be
      }
      if (mine === run) timer = window.setTimeout(() => void look(), betweenMs)
    }
    void look()
  }

  function halt() {
    window.clearTimeout(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    if (video.value) video.value.srcObject = null
  }

  function stop() {
    run += 1
    halt()
    state.value = 'off'
  }

  // a phone in a pocket needs no camera
  const hide = () => document.visibilityState === 'hidden' && state.value === 'on' && stop()
  onMounted(() => document.addEventListener('visibilitychange', hide))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hide)
    stop()
  })

  return { state, start, stop }
}
