import { describe, expect, test } from 'vitest'
import { findPersonalData, hidden, redact, redactPlace } from '#contract/personal-data.ts'
import { findAllPersonalData } from '#server/core/personal-data.ts'

const addressesIn = (text: string): string[] =>
  findPersonalData(text)
    .filter(({ kind }) => kind === 'address')
    .map(({ start, end }) => text.slice(start, end))

const namesIn = async (text: string): Promise<string[]> =>
  (await findAllPersonalData(text))
    .filter(({ kind }) => kind === 'name')
    .map(({ start, end }) => text.slice(start, end))

describe('addresses', () => {
  test.each([
    ['streets with a number', '来信地址：丹桂巷17号。', '丹桂巷17号'],
    ['letters before the number', '门口是槐花胡同甲5号。', '槐花胡同甲5号'],
    ['numbers in Chinese', '老房在晨光路一百零八号。', '晨光路一百零八号'],
    ['numbers without 号', '送到晨光路108，谢谢。', '晨光路108'],
    ['lanes of lanes', '我住秋浦路88弄5号602室。', '秋浦路88弄5号602室'],
    ['estates with stairs and door', '枫林雅苑6号楼2单元1903室没人。', '枫林雅苑6号楼2单元1903室'],
    ['estates with dashes', '我住春晓花园3-2-501。', '春晓花园3-2-501'],
    ['estates with one dash', '春晓花园16-1102的业主来信。', '春晓花园16-1102'],
    ['doors in Chinese alone', '我在三号楼二单元，没被抽到。', '三号楼二单元'],
    ['towers', '公司在云锦大厦B座1610。', '云锦大厦B座1610'],
    ['stalls', '摊位在城北农贸市场水产区B23号。', '城北农贸市场水产区B23号'],
    ['dormitories', '住机械厂家属院4排6号。', '机械厂家属院4排6号'],
    ['villages and groups', '家在柳湾镇前进村三组，种地。', '柳湾镇前进村三组'],
    ['hamlets', '老家是青石乡大石屯。', '青石乡大石屯'],
    ['villages alone', '下坪湾村去年才通路。', '下坪湾村'],
    ['villages that begin with a number', '三门村没有网。', '三门村'],
    ['villages of herdsmen', '那仁宝力格嘎查的草场小了。', '那仁宝力格嘎查'],
    ['names that hold 和', '寄到祥和苑5栋301。', '祥和苑5栋301'],
    ['crossings', '店开在学海路与文兴街交叉口。', '学海路与文兴街交叉口'],
    ['places told by others', '我在青禾村委会旁边的小卖部。', '青禾村委会旁边的小卖部']
  ])('%s', (_what, text, address) => {
    expect(addressesIn(text).some((found) => found.includes(address))).toBe(true)
  })

  test.each([
    '全市、东港区和各县区的数据什么时候发布？',
    '从东港区搬到了西港区。',
    '中山路改造以后客流少了。',
    '农村和城市的差距有多大？',
    '本季度销售住宅12栋。',
    '编号2024-11-38，日期2024-3-15。',
    '一号文件和第三号公告在哪里看？',
    '每个村民小组抽几户？',
    '这本书里没有，手机里也没有。',
    '高层住宅和多层住宅的比例是多少？'
  ])('none in: %s', (text) => {
    expect(addressesIn(text)).toEqual([])
  })

  test('a comma ends what a building is called, and a name behind it stays a name', async () => {
    const text = '送到中心市场3楼12排8号，找扶小琴，谢谢。'
    expect(addressesIn(text)).toEqual(['中心市场3楼12排8号'])
    expect(await namesIn(text)).toEqual(['扶小琴'])
  })

  test('the district stays when an address is hidden', () => {
    const text = '我住滨海市东港区丹桂巷17号。'
    expect(redact(text, findPersonalData(text))).toBe('我住滨海市东港区。')
  })

  test.each([
    ['滨海市东港区丹桂巷17号', '滨海市东港区'],
    ['滨海市江北区晨光路1号', '滨海市江北区'],
    ['江北区晨光路1号', '江北区'],
    ['湖东县石桥镇栗子坪村4组', '湖东县'],
    ['湖西省滨海市西湖区晨光路5号', '湖西省滨海市西湖区'],
    ['滨海市春晓花园三区5栋', '滨海市'],
    ['晨光大道1号市民中心B区7楼', hidden],
    ['丽水湾南区5栋1403房', hidden],
    ['城南新村二区14栋', hidden],
    ['机电学院家属区9栋', hidden],
    ['钢厂生活区3栋2单元', hidden],
    ['东湖校区３号楼', hidden],
    ['红旗村二社', hidden],
    ['豆市巷', hidden]
  ])('what is left of %s', (address, left) => {
    expect(redactPlace(address, 'address')).toBe(left)
  })

  test('no text takes long', () => {
    for (const piece of ['路', '三', '1-2', '人民路 ', '一二三号楼', '王家村']) {
      const begin = performance.now()
      findPersonalData(piece.repeat(5000 / piece.length))
      expect(performance.now() - begin).toBeLessThan(2000)
    }
  })
})

describe('names', () => {
  test.each([
    ['behind 我叫', '我叫欧阳雪梅，在超市上班。', ['欧阳雪梅']],
    ['before a title', '感谢郝爱国老人提供史料。', ['郝爱国']],
    ['that are words, where one is announced', '用户名：何必，邮箱没变。', ['何必']],
    ['that are words, before 女士', '转告舒展女士。', ['舒展']],
    ['with a rare surname', '投诉人郜长河称没有见到证件。', ['郜长河']],
    ['with a surname nobody lists', '联系人：乂清宁。', ['乂清宁']],
    ['in a list', '付红军、代玉梅、闫伟三人已领取。', ['付红军', '代玉梅', '闫伟']],
    ['joined by 和', '邵逸云和程晨都在场。', ['邵逸云', '程晨']],
    ['next to verbs', '昨天秦明打电话来，后来钱小豪把表拿走了。', ['秦明', '钱小豪']],
    ['as a signature', '盼回复。\n宁采臣', ['宁采臣']],
    ['every time they stand there', '周瑜民的账号登不上，请联系周瑜民。', ['周瑜民', '周瑜民']],
    ['with a dot', '我叫买买提·艾力，卖干果。', ['买买提·艾力']],
    ['of parts', '我的同事才让卓玛想报名。', ['才让卓玛']],
    ['with letters beyond the usual planes', '我叫李𬀩，电脑上是方块。', ['李𬀩']],
    ['of both parents', '申请人：陈李佳怡。', ['陈李佳怡']]
  ])('%s', async (_what, text, names) => {
    expect(await namesIn(text)).toEqual(names)
  })

  test.each([
    '高速公路通行费怎么算？马上就要年底了。',
    '方面很多，金额和成本都对不上，常住人口也是。',
    '安排调查员入户，黄金涨价，江苏和石油数据在哪里？',
    '白酒产量、平均水平、和平年代、温度影响，于是我来问。',
    '小王、老李、张工、陈阿姨、王女士、李科长都说好。',
    '王府井、周大福、张江、康师傅、鲁迅路和高新区。',
    '这张表我没有，那封信也没收到。'
  ])('none in: %s', async (text) => {
    expect(await namesIn(text)).toEqual([])
  })

  test('a long letter takes no longer than a glance', async () => {
    const letter = '我叫周瑜民，家里三口人，想问常住人口和户籍人口为什么差这么多，请王女士回复。'.repeat(130)
    await findAllPersonalData(letter)
    const begin = performance.now()
    expect((await findAllPersonalData(letter)).length).toBe(130)
    expect(performance.now() - begin).toBeLessThan(2000)
  })
})
