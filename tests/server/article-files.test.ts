/** Files of articles: what is taken, how it is handed out, and when it is no longer. */
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import type { ArticleFile } from '#contract/articles.ts'
import type { DeskArticle } from '#contract/articles-desk.ts'
import { addFile, articleFiles, marksInFile, openFile } from '#server/articles/files.ts'
import { Problem } from '#server/core/problems.ts'
import { done, openBureau, path, refused, saved, signed, stage, submitted, written } from './article-stage.ts'
import { compound, docx, jpegWithGps, openDocument, pdf, picture, pptx, wordStream, xlsx } from './attachment-makers.ts'

openBureau()

const add = async ({ id }: DeskArticle, name: string, bytes: Buffer): Promise<ArticleFile> => {
  const { fresh, author } = stage()
  return await addFile(fresh.context, { staff: { id: author.id }, articleId: id, name, bytes })
}

/** The reason for which a file is refused. */
const refusal = async (article: DeskArticle, bytes: Buffer): Promise<string | undefined> => {
  try {
    await add(article, '文件', bytes)
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.slug).toBe('file-refused')
    return error.details.errors?.[0]?.rule
  }
}

/** A document that names something outside of it. */
const linking = (type: string, target: string): Buffer =>
  docx([
    {
      name: 'word/_rels/document.xml.rels',
      data: `<Relationships><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}" TargetMode="External"/></Relationships>`
    }
  ])

const get = async (address: string, headers: Record<string, string> = {}) =>
  await stage().fresh.app.inject({ url: `/api${address}`, headers })

const address = ({ id }: { id: string }, file: ArticleFile) => `/articles/${id}/files/${file.id}`

describe('a file that is added', () => {
  test('is a picture made anew, without what it told of its place', async () => {
    const article = await written()
    const file = await add(article, '现场.JPG', await jpegWithGps())
    expect(file).toMatchObject({ name: '现场.JPG', type: 'image/jpeg' })
    const { content } = await openFile(stage().fresh.context, article.id, file.id, false)
    const bytes = Buffer.concat(await content.toArray())
    expect(bytes.length).toBe(file.bytes)
    const { exif } = await sharp(bytes).metadata()
    expect(exif).toBeUndefined()
    expect(bytes.includes('Secret Camera')).toBe(false)
  })

  test('is named by what it is, without folders and letters that turn a line around', async () => {
    const article = await written()
    expect(await add(article, '../../etc/表\u202Efdp.exe', docx())).toMatchObject({ name: '表fdp.exe.docx' })
    expect((await add(article, `${'长'.repeat(119)}.x`, pdf())).name).toHaveLength(120)
    expect(await add(article, '图.svg', await picture('webp'))).toMatchObject({
      name: '图.svg.jpg',
      type: 'image/jpeg'
    })
  })

  test('leaves a row in the audit record and none of its name', async () => {
    const article = await written()
    const file = await add(article, '张三的材料.pdf', pdf())
    const { rows } = await stage().fresh.owner.query<{ act: string; actor_id: string; details: object }>(
      `select act, actor_id, details from audit_events where subject_id = $1 and act = 'article.fileAdded'`,
      [article.id]
    )
    expect(rows).toMatchObject([{ actor_id: stage().author.id, details: { file: file.id, type: 'application/pdf' } }])
    expect(JSON.stringify(rows)).not.toContain('张三')
  })

  test.each([
    ['a program', 'type-unknown', Buffer.from('MZ\u0090\0program')],
    ['markup', 'type-unknown', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')],
    ['a document with macros', 'type-unknown', docx([{ name: 'word/vbaProject.bin', data: 'x' }])],
    ['half a document', 'broken', docx().subarray(0, 200)],
    ['a template from elsewhere', 'type-unknown', linking('attachedTemplate', 'https://example.org/a.dotm')],
    ['an object from another computer', 'type-unknown', linking('oleObject', '\\\\10.0.0.1\\a')],
    ['a control that runs', 'type-unknown', docx([{ name: 'word/activeX/activeX1.xml', data: 'x' }])],
    ['a name that leads out', 'type-unknown', docx([{ name: '../../a', data: 'x' }])],
    ['an encrypted PDF', 'encrypted', pdf('/Encrypt << /Filter /Standard >> ')]
  ])('is refused: %s', async (_what, reason, bytes) => {
    const article = await written()
    expect(await refusal(article, bytes)).toBe(reason)
    expect(await articleFiles(stage().fresh.db, article.id)).toEqual([])
  })
})

test.each([
  ['a link', linking('hyperlink', 'https://example.org/')],
  ['a template of its author’s computer', linking('attachedTemplate', 'file:///C:/Users/a/Normal.dotm')]
])('a document is kept with %s', async (_what, bytes) => {
  expect(await refusal(await written(), bytes)).toBeUndefined()
})

describe('a file that is handed out', () => {
  test('belongs to the desk until its article is public, and is gone with it', async () => {
    const begun = await written()
    const image = await add(begun, '图.png', await picture('png'))
    const sheet = await add(begun, '附表.xlsx', xlsx())
    const spare = await add(begun, '没有用的.pdf', pdf())
    const body = `<p>见图。</p><img src="/api/desk/articles/${begun.id}/files/${image.id}" alt="一张图">`
    const article = await saved(begun, { body, attachments: [{ file: sheet.id, name: '附表.xlsx' }] })
    for (const file of [image, sheet, spare]) {
      expect((await get(address(article, file))).statusCode).toBe(404)
      expect((await get(`/desk${address(article, file)}`)).statusCode).toBe(401)
    }
    await signed(await submitted(article))
    await expect.poll(async () => (await get(`/articles/${article.id}`)).statusCode).toBe(200)

    const shown = await get(address(article, image))
    expect(shown.statusCode).toBe(200)
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff'
    })
    expect(shown.headers['content-disposition']).toMatch(/^inline;/)
    const etag = String(shown.headers['etag'])
    expect((await get(address(article, image), { 'if-none-match': etag })).statusCode).toBe(304)

    const loaded = await get(address(article, sheet))
    expect(loaded.statusCode).toBe(200)
    expect(loaded.headers['content-disposition']).toBe("attachment; filename*=UTF-8''%E9%99%84%E8%A1%A8.xlsx")
    expect((await get(address(article, spare))).statusCode).toBe(404)

    await done(stage().leader, 'POST', path(article.id, 'withdrawal'), { reason: '数字有误，先撤下' })
    expect((await get(address(article, image), { 'if-none-match': etag })).statusCode).toBe(404)
    expect((await get(address(article, sheet))).statusCode).toBe(404)
  })

  test('belongs to its own article only', async () => {
    const { context } = stage().fresh
    const [one, other] = [await written(), await written()]
    const file = await add(one, 'a.pdf', pdf())
    await expect(openFile(context, other.id, file.id, false)).rejects.toMatchObject({ slug: 'not-found' })
    await expect(openFile(context, one.id, uuidv7(), false)).rejects.toMatchObject({ slug: 'not-found' })
    await expect(marksInFile(context, uuidv7())).rejects.toMatchObject({ slug: 'not-found' })
  })
})

/** A page of a PDF whose font says by codes of its own what it shows, as word processors write it. */
const pdfSaying = (line: string): Buffer => {
  const signs = [...line]
  const codes = signs.map((_sign, index) => (index + 1).toString(16).padStart(4, '0'))
  const map = signs.map(
    (sign, index) => `<${codes[index] ?? ''}> <${Buffer.from(sign, 'utf16le').swap16().toString('hex')}>`
  )
  const toUnicode = `begincodespacerange <0000> <FFFF> endcodespacerange ${signs.length} beginbfchar\n${map.join('\n')}\nendbfchar`
  const page = deflateSync(Buffer.from(`BT /F1 12 Tf 1 0 0 1 72 700 Tm <${codes.join('')}> Tj ET`))
  const stream = (head: string, data: Buffer) =>
    Buffer.concat([Buffer.from(`<< ${head}/Length ${data.length} >>\nstream\n`), data, Buffer.from('\nendstream')])
  const objects = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>'),
    stream('/Filter /FlateDecode ', page),
    Buffer.from('<< /Type /Font /Subtype /Type0 /ToUnicode 6 0 R >>'),
    stream('', Buffer.from(toUnicode))
  ]
  return Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...objects.flatMap((object, index) => [Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]),
    Buffer.from('trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n')
  ])
}

const word = (text: string) => `<w:document><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:document>`

describe('marks of secrecy in files', () => {
  test.each([
    ['the header of a document', '附件.docx', docx([{ name: 'word/header1.xml', data: word('机密★10年') }])],
    [
      'a mark in pieces',
      '附件.docx',
      docx([
        {
          name: 'word/footer1.xml',
          data: '<w:p><w:t>内部</w:t></w:r><w:r><w:t>资料</w:t><w:tab/><w:t>注意保存</w:t></w:p>'
        }
      ])
    ],
    ['a mark by numbers', '附件.docx', docx([{ name: 'word/header2.xml', data: word('&#x673A;&#23494;') }])],
    [
      'a cell',
      '附表.xlsx',
      xlsx([{ name: 'xl/sharedStrings.xml', data: '<sst><si><t>秘密</t></si><si><t>合计</t></si></sst>' }])
    ],
    [
      'the name of a sheet',
      '附表.xlsx',
      xlsx([{ name: 'xl/worksheets/sheet1.xml', data: '<oddHeader>&amp;C绝密</oddHeader><is><t>绝密</t></is>' }])
    ],
    [
      'a slide',
      '讲稿.pptx',
      pptx([{ name: 'ppt/slides/slide1.xml', data: '<a:p><a:r><a:t>内部资料 不得外传</a:t></a:r></a:p>' }])
    ],
    [
      'an OpenDocument text',
      '说明.odt',
      openDocument('text', [{ name: 'styles.xml', data: '<text:p>秘密★1年</text:p>' }])
    ],
    [
      'an old document',
      '旧文.doc',
      compound({ WordDocument: Buffer.concat([wordStream(), Buffer.from('标题\r机密★10年\r正文', 'utf16le')]) })
    ],
    ['a PDF', '文件.pdf', pdfSaying('机密★10年')],
    ['the name of the file', '内部资料_注意保存.pdf', pdf()]
  ])('are found: %s', async (_what, name, bytes) => {
    const file = await add(await written(), name, bytes)
    expect((await marksInFile(stage().fresh.context, file.id)).length).toBeGreaterThan(0)
  })

  test.each([
    [
      'a document that speaks of them',
      '保密.docx',
      docx([{ name: 'word/header1.xml', data: word('保守国家秘密人人有责') }])
    ],
    ['a PDF that speaks of them', '文件.pdf', pdfSaying('国家秘密分为绝密、机密、秘密三级')],
    ['a sheet', '附表.xlsx', xlsx([{ name: 'xl/sharedStrings.xml', data: '<sst><si><t>商业秘密</t></si></sst>' }])]
  ])('are none: %s', async (_what, name, bytes) => {
    const file = await add(await written(), name, bytes)
    expect(await marksInFile(stage().fresh.context, file.id)).toEqual([])
  })

  test('keep an article from going on', async () => {
    const article = await written()
    const file = await add(article, '附件.docx', docx([{ name: 'word/header1.xml', data: word('机密★10年') }]))
    await saved(article, { attachments: [{ file: file.id, name: '附件.docx' }] })
    expect(await refused(stage().author, 'POST', path(article.id, 'submission'), { version: 1 })).toBe('checks-block')
  })
})

describe('over HTTP', () => {
  const send = async (article: DeskArticle, name: string, bytes: Buffer) =>
    await stage().author.send('POST', `/desk/articles/${article.id}/files?name=${encodeURIComponent(name)}`, bytes, {
      'content-type': 'application/octet-stream'
    })

  test('a file is taken or refused with its reason', async () => {
    const article = await written()
    const taken = await send(article, '表.xlsx', xlsx())
    expect(taken.statusCode).toBe(201)
    expect(taken.json<ArticleFile>()).toMatchObject({ name: '表.xlsx' })
    const not = await send(article, '图.png', Buffer.from('<html><script>alert(1)</script>'))
    expect(not.statusCode).toBe(422)
    expect(not.json()).toMatchObject({
      type: '/problems/file-refused',
      errors: [{ pointer: '', rule: 'type-unknown' }]
    })
  })
})
