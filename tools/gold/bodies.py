"""Who reports in the gold set: invented bodies, and a few real names (never with real figures)."""

from __future__ import annotations

from gold.compose import Body

YUNXI = Body("云溪湾县人民政府", "云溪湾县", "本县")
QINGPING = Body("青坪市发展和改革委员会", "青坪市", "我委")
LANQIAO = Body("兰桥县教育局", "兰桥县", "我局")
SHIQUAN = Body("石泉岭区人民政府", "石泉岭区", "本区")
TAOYUAN = Body("桃垣县自然资源局", "桃垣县", "我局")
MINLE = Body("敏江市人民政府办公室", "敏江市", "我办")
HEPING = Body("鹤坪区卫生健康局", "鹤坪区", "我局")
SONGHE = Body("松禾市人民政府", "松禾市", "全市")
# Real names: telling the division is their point.
DAXING = Body("大兴区水务局", "大兴区", "我局", "110115", "北京市大兴区水务局")
WUXI = Body("巫溪县人民政府", "巫溪县", "我县", "500238")
BEILIN = Body("碑林区人民政府", "碑林区", "我区", "610103", "西安市碑林区人民政府")
ZHENLAI = Body("镇赉县人民政府", "镇赉县", "我县", "220821")
