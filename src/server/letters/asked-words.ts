/**
 * How people ask, and how an office writes it: a question that holds one of a group finds the others too. Names of
 * statistical terms stand in the glossary, what is said of prices, pay and people in the articles' everyday words.
 */
import type { Synonyms } from '../core/fittest.ts'

const groups = `
造假 虚报 作假 掺水 弄虚作假
举报 检举 反映
罚款 处罚 罚 后果 法律责任
骗子 诈骗 骗 假的 真假 真伪 真实
核实 辨别 查验 确认
过期 到期 有效期
续期 续 更换 换
登不上 登不进去 登录不了 登录
停产 歇业 停业 关门 倒闭
搬 搬迁 迁 迁移 迁址 跨区 外地
统计员 报数的人 联系人
截止 几号 期限 报送时间
补贴 补助 报酬 钱 给钱
隐私 保密 泄露 个人信息 个人资料
税务 报税 税 补税
抽中 选中 抽到 抽取 抽样
拒绝 不配合 不想填 不参加
网店 电商 直播 网上购物
证明 证明材料 开证明
盖章 公章 红章 纸质
引用 出处 来源 转载 注明
历史数据 老数据 早年 以前的数据 老资料
打不开 无法打开 打开不了
电话 号码
地址 在哪里 位置
几点上班 上班时间 办公时间
实习 参观 开放日
招聘 招人 报名
考试 资格 职称
信用 失信 修复
晚交 迟报 逾期 没按时 忘了报 催报
填错 报错 写错 更正 改正 修改
入库 纳统 升规 进规 纳入统计 规上 规模以上 达标
限上 限额以上 限额
开发商 房地产开发 楼盘
分公司 分支机构 产业活动单位
行业代码 行业分类
小微企业 中小企业 微型企业 划型
粮食 庄稼 收成
种地 种田 养猪 养殖 农业 农户
对不上 不一致 不一样 差异 差别 区别 不同
打工 务工 外出
留学 出国 国外 境外
上门 入户 敲门
身份证 证件
自己填 自填 网上填 手机填 自主填报
漏了 错过 补登 漏登
租房 租户 出租屋
论文 研究 写作 毕业论文 科研
公开申请 依申请公开 申请公开
刊物 年鉴 书
劳务派遣 派遣 临时工
研发 科研 R&D
能源 用电 耗能 能耗 煤 天然气
投资 项目 工程
社保 保险
饭店 餐馆 餐饮 酒店
超市 小卖部 商店 零售
工厂 厂 厂子 车间 工业
老板 负责人 法人
怎么算 计算 算出来 核算
多久 几年 周期 频率 间隔
什么时候 何时 哪天 时间
查询 查 哪里看 哪里能看 哪里找
公布 发布 公开 出来
`

/** One group a line. */
export const askedWords: Synonyms = groups
  .trim()
  .split('\n')
  .map((line) => line.split(' '))
