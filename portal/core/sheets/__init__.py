"""工作簿的唯一入口：读、写、校验、标错、签名都在这里；openpyxl、python-calamine、xlsxwriter 不得在别处导入。

各模块一个名词：`columns` 列与表的声明，`gate` 上传检查，`reading` 读出纯值，`headers` 认表头，`rows` 逐行校验，
`stamp` 模板签名，`writing` 生成工作簿，`exporting` 大表与 CSV 导出，`annotating` 把错误标回原表，`kinds` 导入导出登记处。
不可信的文件只在限住内存与时间的子进程里打开：`child` 用 calamine 读值，`marking` 用 openpyxl 改写。
"""
