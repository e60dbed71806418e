/** Reads QR codes out of a picture: by the browser itself where it can, else by ZXing, fetched only then from this server. */
export type ReadPicture = (picture: HTMLVideoElement) => Promise<string[]>

/** https://wicg.github.io/shape-detection-api, as far as it is needed. */
interface Detector {
  detect: (picture: HTMLVideoElement) => Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats: () => Promise<string[]>
}

async function nativeDetector(): Promise<Detector | undefined> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass }
  if (!BarcodeDetector) return undefined
  try {
    const formats = await BarcodeDetector.getSupportedFormats()
    return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : undefined
  } catch {
    return undefined
  }
}

export async function openReader(): Promise<ReadPicture> {
  const detector = (await nativeDetector()) ?? (await import('./zxing-detector.ts')).zxingDetector()
  return async (picture) => (await detector.detect(picture)).map(({ rawValue }) => rawValue)
}
