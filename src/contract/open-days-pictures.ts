/** Pictures of an open day: shown with what it was, or kept by staff as a proof of who came, and never public. */
import * as T from 'typebox'
import { DeskOpenDay } from './open-days-desk.ts'
import { pictureKinds, pictureMost } from './open-days.ts'
import { defineRoutes } from './route.ts'
import { closed, FileBody, Id } from './shapes.ts'

const PictureKind = T.Enum(pictureKinds)

/** What is seen in it, for those who don't see it: stands under the picture and in its place. */
const Caption = T.String({ minLength: 2, maxLength: 80, pattern: '\\S' })

const day = closed({ id: Id })
const picture = closed({ id: Id, picture: Id })

export const openDayPictureRoutes = defineRoutes({
  'GET /open-days/:id/pictures/:picture': {
    who: 'anyone',
    summary: 'A picture that is shown of an open day',
    params: picture,
    reply: { 200: FileBody }
  },
  'GET /desk/open-days/:id/pictures/:picture': {
    who: 'staff:openDays:read',
    summary: 'A picture of an open day, of attendance too',
    params: picture,
    reply: { 200: FileBody }
  },
  'POST /desk/open-days/:id/pictures': {
    who: 'staff:openDays:write',
    summary: 'Add a picture; it is checked by its content and made anew',
    params: day,
    query: closed({ kind: PictureKind, caption: Caption }),
    body: FileBody,
    bodyLimit: 20_000_000,
    reply: { 201: DeskOpenDay }
  },
  'PUT /desk/open-days/:id/pictures': {
    who: 'staff:openDays:write',
    summary: 'Put all pictures of a kind in an order, and write their captions anew',
    params: day,
    body: closed({
      kind: PictureKind,
      pictures: T.Array(closed({ id: Id, caption: Caption }), { maxItems: pictureMost })
    }),
    reply: { 200: DeskOpenDay }
  },
  'DELETE /desk/open-days/:id/pictures/:picture': {
    who: 'staff:openDays:write',
    summary: 'Take a picture away, with its file',
    params: picture,
    reply: { 200: DeskOpenDay }
  }
})
