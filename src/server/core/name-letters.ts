/**
 * What Chinese names are made of, and how likely each part is. The surnames stand by how common they are (the first hundred
 * roughly as in the Ministry of Public Security's yearly name report), so that the place in the list gives the share; a given name's letters
 * are those that parents choose, the commonest first.
 */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤洪' +
  '常温代康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由' +
  '阎萧邸柳酆傅丘卻虢凤花俞滕罗皮伏茅梁阮刁夏虞钮嵇邢裴荀羊於惠甄麴家封芮羿储靳汲邴糜松段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农别晏瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空沙乜养鞠须丰巢关蒯相查后荆红游竺逯益桓佘佴仉督税母年爱佟言福闪糜竹么冮揣但笪谯呙缑郄郐忽郇鹿萱汝肇撒钦宇长肃银笑续苻衣续荘水火钊哈凡'

const doubles =
  '欧阳 上官 司马 诸葛 司徒 皇甫 慕容 令狐 夏侯 东方 尉迟 宇文 端木 南宫 轩辕 公孙 长孙 西门 独孤 赫连 呼延 钟离 闻人 太史 申屠 澹台 淳于 单于 公羊 公冶 宗政 濮阳 太叔 仲孙 鲜于 司空 万俟 百里 东郭 南门 纳兰 完颜 叶赫 拓跋 第五 闾丘 亓官 漆雕 壤驷 梁丘 左丘 谷梁 欧冶 呼兰 爱新觉罗 那拉'

/** How often a surname is met; the place in the list says it, roughly as Zipf has it. */
const surnameShare = new Map<string, number>()
for (const [rank, surname] of [...new Set(surnames)].entries())
  surnameShare.set(surname, 0.075 / (1 + 0.18 * rank) ** 1.25)
for (const double of doubles.split(' ')) surnameShare.set(double, 0.0003)

/** Surnames that stand in most sentences as something else. */
for (const particle of '别都和那来从由于向才过后应全但又何往该如或当但将便即乃且')
  surnameShare.set(
    particle,
    (surnameShare.get(particle) ?? 0) * (particle === '于' || particle === '何' || particle === '向' ? 0.5 : 0.05)
  )

/** Letters of given names, the commoner ones first. */
const givenLetters = [
  ...new Set(
    '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰玉珍梅红建国华文辉力鹏飞凤玲斌波宁福生龙元全胜学祥才发武新利清彬富顺信子昌成康星光天达安岩茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋梁栋维启克伦翔旭泽晨辰士以致树炎德行时泰盛雄琛钧冠策腾榕风航弘义兴良海山仁宽贵淑惠珠翠雅芝萍娥彩春菊洁琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝丝梓涵萱轩宇皓睿奕然诺妤彤曦沐彦骏阳东北南西鑫森淼焱喜守忠孝廉正志立长根保万永世家金银铁铜柱栓锁石虎豹狗牛马来财旺宝贝大小二三四五六七八九雨云霞虹晴朝夕夏冬慧智俊琪璇玥珂珺瑜璋瑛璟莹菡蕾芬芹苹茹荃菱萌蔓薛巧仙娣招弟转改桃杏柳燕鹃鹤麟骥骁驰跃景润源沛淳渊湘洪涌潮汉沁汶泓沫渝泉楠桐槐樟柏桦杨炜烨煜煊炳焕烁熠燃耀旸昊昱晟晗暄曜曙原田峨花草果米糖甜圆多余满丰收展开运寿禄鹰雕白木水火土日声色空谷峰岭崖葵蕙薏一十百千万亿双单媚娇俏俐伶嫣妮阿毛苗芽朵蒙恬鸿儒齐贤圣尧舜禹汤革卫方团社奎占继续传业隆仲叔季孟少雨霏霖霁照勋恒蕴存培延钢超锋刘炫锐宾坤洲铭杭庭尚中申定绪献图恩璨迅迪楚非易同连城本发群众团结和睦宪法政治经纬绵纶绣绮紫蓝黄绿青墨砚书诗词歌赋画琴棋笛箫鼓舞蹈茵苇芦荻芙芷芊苓茉莉蓬莱薰檀松椿梧桃棠棣榴楷模范式玄妙真如意吉庆祺祯祥禧祝福甫公侯爵将相臣仕任用修养性灵魂神仙道佛禅悟觉慈悲普度众生鱼鸟燕雀鸥鹭鸽鹏骅骝驹骋腾猛勉励劲健硕壮刚毅果敢断决胜利捷凯旋归航程途通达顺畅通谊情爱怜惜珍惜缘聚合璧玺' +
      '宗礼誉章复廷科衡登贞兆曼怀理秉济昆佩晋化佑桢遂密逸御笑祖升勤岳卓鼎微琏宪甲朱迎留望威汝重亦越尔师太里基引高远洛领知至鲁加崇得显乾沙肇钰恒巍旗介敬尊允植慎燮巨弼矜昂凌戈勋潜好鹿遥铨辽恺玛寅庄蔚荫盈积穆容彝律澄横帅藩黎彪琮崎屹岐峻嵘崧崔丕骅斐兹唯郎姝妘妙娆婧婕媚嫒嫦孜宛寒尘屏岑巧帆幻弦彰忆忻念恪恺悠惟慕懿戎拓捷摇敦旋昌昕晔晚智暖曾未朔杉析枚柯栩格棉楷槿樱欧歆殊汀沅沛泊泰洋浅浚浠润涛淇淑添清湉溢溪滨漫漪潇澈澍濡灏焱煦熹熙燊犇玘玖玙玟珈珉珑珞珣琢瑄璇甄畅皎盼睦瞳砚碧祎祐禾秦穗竞笑筱粟紫绒绢绮缨羚羲翊翎翘耘聆舟航艺芃芊苑苓茵荟莘菊萦葆蒨蓓蔷蕙藜虎蝉蝶衍裳见言誉谊谧谨谷豪赐赛赫越跃辞逍逢逸邑郁郡郦采野金钊钰铎铠铮锋锐锟镇镕闻阔隽雁雯霁青靖韬韶颂颢颖驿骞魁鸣鸾麒黛默'
  )
]
const givenShare = new Map(
  givenLetters.map((letter, rank) => [letter, rank < 160 ? 0.004 : rank < 420 ? 0.0012 : 0.0004])
)

/** Any other letter may stand in a name: 𬀩, 郡. */
const otherGiven = 0.000_06

/** Letters that a given name does not hold. */
const never = new Set(
  '的了是在与或及把让给到对这那你我他她它们个只不没也都就还又很请您吗呢吧啊呀什怎哪几谁并而但则因此所已曾将要该需着过去说某等每'
)

/** How often a run of letters is somebody's name, among all names; 0 where it can be none. */
export function nameShare(name: string): number {
  for (const length of name.length > 2 ? [2, 1] : [1]) {
    const share = surnameShare.get(name.slice(0, length)) ?? (length === 2 ? bothParents(name) : 0)
    if (share === 0) continue
    const given = [...name.slice(length)]
    if (given.length > 2 || given.some((letter) => never.has(letter))) continue
    const letters = given.reduce((so, letter) => so * (givenShare.get(letter) ?? otherGiven), 1)
    // four of five people bear two letters behind a surname of one
    return share * letters * (given.length === 1 ? 0.2 : 0.8)
  }
  return 0
}

/** Father's and mother's surname together: 陈李佳怡. */
function bothParents(name: string): number {
  return name.length === 4 ? (surnameShare.get(name.charAt(0)) ?? 0) * (surnameShare.get(name.charAt(1)) ?? 0) * 0.1 : 0
}

/** The length of the surname that a name begins with; 1 for one that nobody lists. */
export function surnameLength(name: string): number {
  return name.length > 2 && surnameShare.has(name.slice(0, 2)) ? 2 : 1
}

/** A name whose surname nobody lists: thought of only where something says that a name follows. */
export function strangeShare(name: string): number {
  return [...name].reduce((so, letter) => (never.has(letter) ? 0 : so * (givenShare.get(letter) ?? otherGiven)), 0.0005)
}

/** Parts that names of peoples without surnames are made of: Tibetan, Mongolian, Uyghur and Kazakh. */
const parts =
  '扎西|次仁|卓玛|多吉|尼玛|达瓦|索朗|索南|平措|旺堆|拉姆|央金|格桑|梅朵|丹增|旦增|洛桑|白玛|强巴|仁青|益西|普布|巴桑|边巴|米玛|拉巴|桑杰|才让|才旦|卓嘎|曲珍|德吉|顿珠|罗布|次旺|嘉措|加措|土登|阿旺|贡嘎|央宗|拉珍|措姆|旺姆|旺杰|班觉|伦珠|群培|晋美|赤列|云丹|其美|卓措|江措|拉毛|完么|华旦|南杰|' +
  '格日勒|其其格|高娃|乌兰|巴特尔|巴图|苏和|斯琴|高丽|乌日娜|娜仁|托娅|图雅|萨仁|阿拉坦|敖登|呼和|朝鲁|那顺|布和|宝音|吉雅|额尔德尼|满都拉|特木尔|铁木尔|哈斯|青格乐|乌云|毕力格|达来|恩和|孟和|苏日娜|萨日娜|其木格|道尔吉|朝克图|牧仁|斯日古楞|巴雅尔|通拉嘎|塔娜|阿茹娜|乌力吉|阿斯尔|' +
  '古丽|阿依|买买提|麦麦提|阿不都|阿卜杜|阿布都|艾合买提|吐尔逊|吐尔洪|努尔|热合曼|热合木|阿迪力|艾力|帕提曼|米热|木合塔尔|依明|玛依拉|娜扎|娜尔|热娜|迪丽|热巴|祖丽|热依汗|艾山|玉素甫|库尔班|巴合提|叶尔|古兰|尼格尔|赛买提|亚森|热西提|布拉克|阿里木|哈力克|肉孜|沙吾提|依布拉音'
const oneToFour = new RegExp(`(?:${parts}){1,4}`, 'y')
const one = new RegExp(`^(?:${parts})$`)

/** Where a name of such parts ends that begins at a place of the text, and how often it is met; undefined where none does. */
export function namesOfParts(text: string, start: number): { length: number; share: number } | undefined {
  oneToFour.lastIndex = start
  const found = oneToFour.exec(text)?.[0]
  if (found === undefined) return undefined
  return { length: found.length, share: one.test(found) ? 0.000_002 : 0.001 }
}
