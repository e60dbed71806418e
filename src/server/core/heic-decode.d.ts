/** The part of heic-decode that is used; the package has no types of its own. */
declare module 'heic-decode' {
  interface Pixels {
    readonly width: number
    readonly height: number
    readonly data: Uint8ClampedArray
  }
  interface Picture {
    readonly width: number
    readonly height: number
    decode(): Promise<Pixels>
  }
  const decode: { all(source: { readonly buffer: Uint8Array }): Promise<readonly Picture[]> }
  export default decode
}
