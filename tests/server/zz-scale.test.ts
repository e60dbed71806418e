import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { searchVector } from '#server/core/search.ts'
import { answered, get, openBureau, published, stage } from './answer-stage.ts'
openBureau()
test('scale', async () => {
  const { owner } = stage().fresh
  const { letter } = await answered()
  await published(letter.id)
  const dict = readFileSync(createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt'), 'utf8')
    .split('\n')
    .map((l) => l.split(' '))
    .filter(([w, f]) => w && w.length >= 2 && /^[\u4e00-\u9fff]+$/.test(w) && Number(f) > 300)
    .sort((a, b) => Number(b[1]) - Number(a[1]))
    .map(([w]) => w!)
    .slice(0, 20000)
  const zipf = () => dict[Math.floor(Math.pow(Math.random(), 3) * dict.length)]!
  for (const n of [50000]) {
    const have = Number((await owner.query('select count(*) c from publications')).rows[0].c)
    const ids = []
    const vecs = []
    for (let i = have; i < n; i++) {
      const w = (k: number) => Array.from({ length: k }, zipf).join('，')
      vecs.push(
        await searchVector([
          { text: w(5), weight: 'A' },
          { text: w(25), weight: 'B' },
          { text: w(60), weight: 'C' }
        ])
      )
      ids.push(i)
    }
    await owner.query('begin')
    await owner.query(
      `create temp table seeds as select row_number() over () as n, s, gen_random_uuid() lid, gen_random_uuid() pid from unnest($1::text[]) s`,
      [vecs]
    )
    const cols = async (t: string) =>
      (
        await owner.query(
          `select column_name c from information_schema.columns where table_name=$1 and table_schema='public' and is_generated='NEVER' order by ordinal_position`,
          [t]
        )
      ).rows.map((r) => r.c)
    const copy = async (t: string, where: string, over: Record<string, string>) => {
      const c = await cols(t)
      await owner.query(
        `insert into ${t} (${c.join(',')}) select ${c.map((x) => over[x] ?? 't.' + x).join(',')} from ${t} t cross join seeds z where ${where}`
      )
    }
    const L = `'${letter.id}'`
    const P = (await owner.query(`select id from publications where letter_id=${L}`)).rows[0].id
    await copy('letters', `t.id=${L}`, { id: 'z.lid', number: `'T'||${n}||z.n` })
    await copy('letter_rounds', `t.letter_id=${L}`, { letter_id: 'z.lid' })
    await copy('letter_drafts', `t.letter_id=${L}`, { letter_id: 'z.lid' })
    await copy('letter_replies', `t.letter_id=${L}`, { letter_id: 'z.lid' })
    await owner.query(`insert into publications (id,letter_id) select z.pid,z.lid from seeds z`)
    await copy('publication_versions', `t.publication_id='${P}'`, { publication_id: 'z.pid' })
    await copy('publication_approvals', `t.publication_id='${P}'`, { publication_id: 'z.pid' })
    await owner.query(
      `update publications p set published_version=1, published_at=now(), search=z.s::tsvector from seeds z where z.pid=p.id`
    )
    await owner.query('drop table seeds')
    await owner.query('commit')
    await owner.query('vacuum analyze publications')
    await owner.query('analyze')
    const time = async (f: () => string) => {
      const t: number[] = []
      for (let i = 0; i < 60; i++) {
        const u = f()
        const s = performance.now()
        const r = await get(u)
        t.push(performance.now() - s)
        expect(r.statusCode).toBe(200)
      }
      t.sort((a, b) => a - b)
      return `p50 ${t[30]!.toFixed(1)} p95 ${t[57]!.toFixed(1)}`
    }
    const q = (k: number) => encodeURIComponent(Array.from({ length: k }, zipf).join(''))
    console.log(
      n,
      'list',
      await time(() => '/api/answers'),
      '| topic',
      await time(() => '/api/answers?topic=census'),
      '| words2',
      await time(() => '/api/answers?words=' + q(2)),
      '| words6',
      await time(() => '/api/answers?words=' + q(6)),
      '| suggest',
      await time(() => '/api/suggestions?text=' + q(6)),
      '| common',
      await time(() => '/api/answers?words=' + encodeURIComponent(dict[0] + dict[3]))
    )
  }
}, 400000)
