"""名单：表头是姓名、户主一类，下面一列是人名。只打码，不留姓名。"""

import re

Found = tuple[str, int, int, str]

SINGLE = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单"
    "杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越隆师"
    "巩聂晁勾敖融冷訾辛阚那简饶空曾沙鞠须丰巢关蒯相查后荆红游竺权盖益桓公肖付闫覃苟佟岳仝帅缑亢况代戢占邸未仉鄢郄么揭佘"
)
DOUBLE = frozenset(
    [
        "欧阳",
        "太史",
        "端木",
        "上官",
        "司马",
        "东方",
        "独孤",
        "南宫",
        "万俟",
        "闻人",
        "夏侯",
        "诸葛",
        "尉迟",
        "公羊",
        "赫连",
        "澹台",
        "皇甫",
        "宗政",
        "濮阳",
        "公冶",
        "太叔",
        "申屠",
        "公孙",
        "慕容",
        "仲孙",
        "钟离",
        "长孙",
        "宇文",
        "司徒",
        "鲜于",
        "司空",
        "闾丘",
        "令狐",
        "轩辕",
        "呼延",
        "百里",
        "东郭",
        "南门",
        "西门",
        "拓跋",
    ]
)
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0002fa1f]{2,4}")
ETHNIC = re.compile(r"[\u4e00-\u9fff]{1,8}(?:[·•.][\u4e00-\u9fff]{1,8}){1,3}")
SPACE = re.compile(r"[\s*]+")
WORDS = (
    r"户主|受益人|受益农户|领款人|领取人|享受人|受助人|持卡人|开户人|残疾人|被保障人|参保人|监护人|购机者|申请人|"
    r"(?:补贴|补助|救助|低保|保障|发放|资助|慰问|帮扶|享受|五保|特困)对象|家庭成员|农户|村民|学生|儿童|老人|贫困户|脱贫户|低保户"
)
HEAD = re.compile(
    rf"(?:(?:{WORDS})(?:姓名|名称|名字|名单)?|(?:[\u4e00-\u9fff]{{0,6}})?姓名|名字|户名)(?:\(.{{1,12}}\))?"
)
OFFICIAL = re.compile(
    r"(?:负责|联系|法定代表|法人|经办|填表|审核|制表|承办|主讲|执法|专家|律师|评委|领导|干部|工作人员)人?员?"
)
POST = re.compile(r"职务|单位及职务|职称|行政职务|工作单位.{0,2}职务|执法证号|党内职务")
OTHERS = frozenset(
    [
        "申请表",
        "申请书",
        "农民工",
        "农业户",
        "高中生",
        "合计",
        "小计",
        "总计",
        "单位",
        "高级",
        "全部",
        "无",
        "其他",
        "姓名",
        "户主",
        "户名",
        "项目",
        "单价",
        "金额",
        "备注",
        "年度",
        "时间",
        "平均",
        "和平",
        "山东",
        "江苏",
    ]
)
LISTED = re.compile(
    rf"(?:{WORDS}|人员)(?:姓名|名单|为|有|如下|包括)*[:：]? ?((?:[\u4e00-\u9fff·]{{2,5}}[、,，;； ]+){{2,}}[\u4e00-\u9fff·]{{2,5}})"
)
SPLIT = re.compile(r"[、,，;； ]+")
ENOUGH = 3


def is_head(text: str) -> bool:
    """是不是名单的表头：姓名、户主、受益人……负责人、联系人、执法人员不算。"""
    words = SPACE.sub("", text)
    return len(words) <= 24 and HEAD.fullmatch(words) is not None and not OFFICIAL.match(words)


def is_post_head(text: str) -> bool:
    """表头写着职务：这是公职人员名册，不是群众名单。"""
    words = SPACE.sub("", text)
    return len(words) <= 12 and POST.search(words) is not None


def is_person(text: str) -> bool:
    """像不像一个人的姓名；打过码的（张*国）不算。"""
    if "*" in text or "某" in text:
        return False
    words = SPACE.sub("", text)
    if ETHNIC.fullmatch(words):
        return True
    if not HAN.fullmatch(words) or words in OTHERS:
        return False
    return (words[:2] in DOUBLE and len(words) >= 3) or (words[0] in SINGLE and len(words) <= 3)


def find(plain: str) -> list[Found]:
    """一句话里列出的名单：“受益人：张三、李四、王五”。"""
    found = []
    for match in LISTED.finditer(plain):
        words = SPLIT.split(match[1])
        people = [word for word in words if is_person(word)]
        if len(people) >= ENOUGH and len(people) * 5 >= len(words) * 4:
            found.append(("name_list", match.start(1), match.end(1), "、".join(people)))
    return found
