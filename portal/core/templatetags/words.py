"""屏幕上固定的词：状态词与它的色调，红绿灯与它的形状。

色调的含义全站一致：灰＝未动或已了结，蓝＝在办，黄＝要人留意，绿＝办成，红＝误期或出错。
"""

GREY, BLUE, AMBER, GREEN, RED = "grey", "blue", "amber", "green", "red"

STATUS_WORDS = {
    GREY: "草稿 拟定中 筹备中 已结束 已放弃 已取消 已撤回 不予认定 失效 废止 未启动 未开始 未到期 排队中 未填报 已作废"
    " 未接收 沿用 不适用 移动 已略过 未核验 核验失败（网络） 待公示 没有变化 留存中 已销毁 已撤下 还没有样本 已中止 不需解读 不定期"
    " 已被替代",
    BLUE: "待提交 待审核 待县区审核 待市受理 待备案 待初审 待复审 待终审 待审批 待部门审核 待报送 待下发 待签收 待复核"
    " 待上级处理 待确认 待发送 发送中 评分中 整改中 进行中"
    " 待领域审核 待市确认 待处理 待归类 调整 修改 已生成草稿"
    " 办理中 已提交 读取中 公示中 待答复 待市核对 待公开 待批准销毁"
    " 待补正 征求意见中 待解读 待回应 已转办"
    " 待召开 待存纪要",
    AMBER: "已退回 退回重改 延期申请中 未批准 还没有 临期 延期内 欠理由 有变化 久未更新 逾期办结 逾期解读 逾期回应 逾期答复",
    GREEN: "已通过 已备案 已公开 已销号 已报送 已接收 已受理 已批准 已下发 已定稿 已完成 已导入 已发送 整改到位 有效"
    " 正常 按时 已印发 审核通过 现行 新增 已归类"
    " 已复核 已读取 已更正 维持原公示 按时办结 延期内办结"
    " 已答复 已送达 已办结 按时解读 按时回应 按时答复"
    " 已存纪要",
    RED: "超期 超期未办 超期未解读 超期未回应 超期未答复 逾期 逾期未报 失败 有错误 整改不到位 删除 标准调整未处理",
}
TONES = {word: tone for tone, words in STATUS_WORDS.items() for word in words.split()}

LIGHTS = {GREEN: "正常", AMBER: "临期", RED: "超期", GREY: "未启动"}

NOTICE_ICONS = {
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
}
MESSAGE_TONES = {"debug": "info"}
FILE_TYPES = {
    "pdf": "PDF",
    "docx": "Word",
    "doc": "Word",
    "xlsx": "Excel",
    "xls": "Excel",
    "image": "图片",
    "csv": "CSV",
}
WIDE_METADATA = ("名称", "关键词", "内容概述")
IMPORT_STEPS = ("下载模板", "上传", "校验", "预览", "完成")
