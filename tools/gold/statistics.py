"""The form of 2014 as a printed grid: one column of figures beside label and unit."""

from __future__ import annotations

from collections.abc import Mapping

from gold.figures import Figure
from gold.tables import Cell, Row, Table

# label, unit, item without its frame `stats_….value`; a group row has neither unit nor item.
LINES = (
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "publicity.disclosed_total"),
    ("　　其中：主动公开规范性文件数", "条", "publicity.normative_documents_disclosed"),
    ("　　　　　制发规范性文件总数", "件", "publicity.normative_documents_made"),
    ("（二）通过不同渠道和方式公开政府信息的情况", "", ""),
    ("　　1.政府公报公开政府信息数", "条", "publicity.by_gazette"),
    ("　　2.政府网站公开政府信息数", "条", "publicity.by_website"),
    ("　　3.政务微博公开政府信息数", "条", "publicity.by_weibo"),
    ("　　4.政务微信公开政府信息数", "条", "publicity.by_wechat"),
    ("　　5.其他方式公开政府信息数", "条", "publicity.by_other"),
    ("二、回应解读情况", "", ""),
    ("（一）回应公众关注热点或重大舆情数（不同方式回应同一热点或舆情计1次）", "次", "response.events"),
    ("（二）通过不同渠道和方式回应解读的情况", "", ""),
    ("　　1.参加或举办新闻发布会总次数", "次", "response.press_conferences"),
    ("　　　其中：主要负责同志参加新闻发布会次数", "次", "response.press_conferences_by_head"),
    ("　　2.政府网站在线访谈次数", "次", "response.online_interviews"),
    ("　　　其中：主要负责同志参加政府网站在线访谈次数", "次", "response.online_interviews_by_head"),
    ("　　3.政策解读稿件发布数", "篇", "response.policy_explanations"),
    ("　　4.微博微信回应事件数", "次", "response.social_media_responses"),
    ("　　5.其他方式回应事件数", "次", "response.other_responses"),
    ("三、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "requests.received"),
    ("　　1.当面申请数", "件", "requests.received_in_person"),
    ("　　2.传真申请数", "件", "requests.received_by_fax"),
    ("　　3.网络申请数", "件", "requests.received_online"),
    ("　　4.信函申请数", "件", "requests.received_by_letter"),
    ("（二）申请办结数", "件", "requests.closed"),
    ("　　1.按时办结数", "件", "requests.closed_on_time"),
    ("　　2.延期办结数", "件", "requests.closed_extended"),
    ("（三）申请答复数", "件", "requests.answered"),
    ("　　1.属于已主动公开范围数", "件", "requests.answered_already_public"),
    ("　　2.同意公开答复数", "件", "requests.answered_granted"),
    ("　　3.同意部分公开答复数", "件", "requests.answered_granted_in_part"),
    ("　　4.不同意公开答复数", "件", "requests.answered_refused"),
    ("　　　其中：涉及国家秘密", "件", "requests.refused_state_secret"),
    ("　　　　　　涉及商业秘密", "件", "requests.refused_trade_secret"),
    ("　　　　　　涉及个人隐私", "件", "requests.refused_privacy"),
    ("　　　　　　危及国家安全、公共安全、经济安全和社会稳定", "件", "requests.refused_safety_stability"),
    ("　　　　　　不是《条例》所指政府信息", "件", "requests.refused_not_government_information"),
    ("　　　　　　法律法规规定的其他情形", "件", "requests.refused_other_law"),
    ("　　5.不属于本行政机关公开数", "件", "requests.answered_other_agency"),
    ("　　6.申请信息不存在数", "件", "requests.answered_not_exist"),
    ("　　7.告知作出更改补充数", "件", "requests.answered_needs_amendment"),
    ("　　8.告知通过其他途径办理数", "件", "requests.answered_other_channel"),
    ("四、行政复议数量", "件", "disputes.review_total"),
    ("（一）维持具体行政行为数", "件", "disputes.review_upheld"),
    ("（二）被依法纠错数", "件", "disputes.review_corrected"),
    ("（三）其他情形数", "件", "disputes.review_other"),
    ("五、行政诉讼数量", "件", "disputes.litigation_total"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "disputes.litigation_upheld"),
    ("（二）被依法纠错数", "件", "disputes.litigation_corrected"),
    ("（三）其他情形数", "件", "disputes.litigation_other"),
    ("六、举报投诉数量", "件", "complaints.total"),
    ("七、依申请公开信息收取的费用", "万元", "fees.amount"),
    ("八、机构建设和保障经费情况", "", ""),
    ("（一）政府信息公开工作专门机构数", "个", "resources.offices"),
    ("（二）设置政府信息公开查阅点数", "个", "resources.reading_points"),
    ("（三）从事政府信息公开工作人员数", "人", "resources.staff"),
    ("　　1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "resources.staff_full_time"),
    ("　　2.兼职人员数", "人", "resources.staff_part_time"),
    ("（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元",
     "resources.budget"),
    ("九、政府信息公开会议和培训情况", "", ""),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", "training.meetings"),
    ("（二）举办各类培训班数", "次", "training.courses"),
    ("（三）接受培训人员数", "人次", "training.people_trained"),
)  # fmt: skip


def statistics(figures: Mapping[str, Figure], group_unit: str = "——") -> Table:
    """The table of 2014; `group_unit` is what rows without a figure print as their unit."""
    head: Row = (Cell("统计指标"), Cell("单位"), Cell("统计数"))
    return (head, *(_line(figures, line, group_unit) for line in LINES))


def _line(figures: Mapping[str, Figure], line: tuple[str, str, str], group_unit: str) -> Row:
    label, unit, name = line
    if not name:
        return (Cell(label), Cell(group_unit), Cell("", value=True))
    return (Cell(label), Cell(unit), Cell(figures[f"stats_{name}.value"].text, value=True))
