/** Whether this device can read Chinese aloud. */

/** The voice that Chinese is read with; one of the device itself before one that needs the network. */
export function chineseVoice(): SpeechSynthesisVoice | undefined {
  if (!('speechSynthesis' in globalThis)) return undefined
  const voices = speechSynthesis.getVoices().filter(({ lang }) => /^(zh|cmn)\b/i.test(lang))
  return voices.find(({ localService }) => localService) ?? voices[0]
}

/** Calls `then` once there is a Chinese voice: some browsers name theirs a moment later. Returns how to stop waiting. */
export function whenVoice(then: () => unknown): () => void {
  if (!('speechSynthesis' in globalThis)) return () => undefined
  const look = () => {
    if (chineseVoice() === undefined) return
    stop()
    then()
  }
  const stop = () => speechSynthesis.removeEventListener('voiceschanged', look)
  speechSynthesis.addEventListener('voiceschanged', look)
  look()
  return stop
}
