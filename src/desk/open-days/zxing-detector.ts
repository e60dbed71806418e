/** ZXing as WebAssembly behind the browser's own interface. Its file comes from this server, never from anybody else's. */
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasmAddress from 'zxing-wasm/reader/zxing_reader.wasm?url'

prepareZXingModule({
  overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmAddress : prefix + path) }
})

export const zxingDetector = (): BarcodeDetector => new BarcodeDetector({ formats: ['qr_code'] })
