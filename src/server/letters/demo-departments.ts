/** The directory of the demo: ten departments of a city that does not exist, reached at addresses that belong to nobody. */
import { uuidv7 } from 'uuidv7'
import type { Db } from '../core/db.ts'
import type { Staff } from '../core/sessions.ts'
import { addDepartment } from './departments.ts'

interface DemoDepartment {
  readonly name: string
  readonly nameEn: string
  readonly matters: string
  readonly mattersEn: string
  readonly site: string
}

const hours = '工作日 9:00 到 12:00，13:30 到 17:00'
const hoursEn = 'Working days, 9:00 to 12:00 and 13:30 to 17:00'

const departments: readonly DemoDepartment[] = [
  {
    name: '市人力资源和社会保障局',
    nameEn: 'Municipal Bureau of Human Resources and Social Security',
    matters: '失业登记、养老保险、工伤认定、劳动合同、职称',
    mattersEn: 'unemployment registration, pensions, work injuries, labour contracts, titles',
    site: 'work'
  },
  {
    name: '市医疗保障局',
    nameEn: 'Municipal Healthcare Security Administration',
    matters: '医保缴费、报销、异地就医、药品价格',
    mattersEn: 'medical insurance, reimbursement, treatment elsewhere, prices of medicines',
    site: 'medical'
  },
  {
    name: '市公安局',
    nameEn: 'Municipal Public Security Bureau',
    matters: '户口、身份证、居住证、户籍人口',
    mattersEn: 'household registration, identity cards, residence permits, registered population',
    site: 'police'
  },
  {
    name: '市教育局',
    nameEn: 'Municipal Education Bureau',
    matters: '入学、转学、学区划分、校外培训',
    mattersEn: 'admission and change of schools, catchment areas, training outside schools',
    site: 'education'
  },
  {
    name: '市住房和城乡建设局',
    nameEn: 'Municipal Bureau of Housing and Urban-Rural Development',
    matters: '房屋买卖备案、保障性住房、物业、房租补贴',
    mattersEn: 'filing of house sales, public housing, property management, rent subsidies',
    site: 'housing'
  },
  {
    name: '市市场监督管理局',
    nameEn: 'Municipal Administration for Market Regulation',
    matters: '营业执照、价格违法、食品安全、消费者投诉',
    mattersEn: 'business licences, unlawful prices, food safety, complaints of consumers',
    site: 'market'
  },
  {
    name: '市税务局',
    nameEn: 'Municipal Tax Service',
    matters: '个人所得税、发票、社保费征收',
    mattersEn: 'personal income tax, invoices, collection of social insurance',
    site: 'tax'
  },
  {
    name: '市生态环境局',
    nameEn: 'Municipal Ecology and Environment Bureau',
    matters: '空气质量、噪声、排污许可',
    mattersEn: 'air quality, noise, permits for emissions',
    site: 'environment'
  },
  {
    name: '市交通运输局',
    nameEn: 'Municipal Transport Bureau',
    matters: '公交线路、出租车、道路客运',
    mattersEn: 'bus lines, taxis, passenger transport by road',
    site: 'transport'
  },
  {
    name: '市民政局',
    nameEn: 'Municipal Civil Affairs Bureau',
    matters: '低保、养老服务、婚姻登记、地名',
    mattersEn: 'minimum living allowance, care of the elderly, marriage registration, place names',
    site: 'civil'
  }
]

/** Fills the directory. Telephones begin with an area code that no place has. */
export async function loadDemoDepartments(db: Db, staff: Pick<Staff, 'id'>): Promise<void> {
  for (const [at, { site, ...department }] of departments.entries())
    await addDepartment(
      db,
      staff,
      {
        ...department,
        id: uuidv7(),
        telephone: `0000-81001${String(at + 1).padStart(2, '0')}`,
        site: `https://${site}.city.example/`,
        hours,
        hoursEn,
        listed: true
      },
      { demo: true }
    )
}
