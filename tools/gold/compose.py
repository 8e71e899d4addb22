"""A whole report from a body, a year and its figures: title, six sections of own prose, tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from gold import figures as fig
from gold import tables as tab
from gold.figures import Figures, dice
from gold.report import SECTIONS, Part, Report
from gold.statistics import statistics
from gold.tables import Table


@dataclass(frozen=True, slots=True)
class Body:
    """Who reports; `us` is what it calls itself, `printed` its name with the parents in front of it."""

    publisher: str
    place: str | None
    us: str
    code: str | None = None
    printed: str = ""

    @property
    def name(self) -> str:
        """The name as titles print it."""
        return self.printed or self.publisher


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one report of the gold set differs from the plain one."""

    stem: str
    body: Body
    year: int
    size: int = 40
    forms: tuple[str | None, str | None, str | None] = ("2021", "2021", "2021")
    change: Callable[[Figures], Figures] = lambda figures: figures
    words: Mapping[str, str] = field(default_factory=dict)
    local_row: bool = False
    subtotal: bool = False
    three_disputes: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    title: str = "{publisher}{year}年政府信息公开工作年度报告"
    extra: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    claimed: Mapping[str, int | float] | None = None
    status: str = "ok"
    must_find: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    spread: float = 0.35
    notes: str = ""


HEADINGS = {
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


def invent(recipe: Recipe) -> Figures:
    """The figures of the recipe, before its own changes."""
    roll = dice(recipe.stem)
    disclosure, applications, disputes = recipe.forms
    figures: Figures = {}
    if disclosure:
        make = fig.disclosure_2021 if disclosure == "2021" else fig.disclosure_2019
        figures |= make(roll, recipe.size * 9)
    if applications:
        figures |= fig.applications(roll, applications, recipe.size, recipe.spread)
    if disputes:
        figures |= fig.disputes(roll, max(2, recipe.size // 12))
    return figures


def compose(recipe: Recipe) -> Report:
    """The report as paragraphs and tables in the order of the official outline."""
    plain = invent(recipe)
    figures = recipe.change(plain)
    claims = dict(recipe.claimed) if recipe.claimed is not None else _claims(plain, recipe)
    parts = [*_opening(recipe, claims)]
    tables = _tables(recipe, figures)
    for section in SECTIONS:
        parts += [f"#{_heading(recipe, section)}", *recipe.extra.get(f"before_{section}", ())]
        parts += [*tables.get(section, ()), *recipe.extra.get(section, ())]
    parts += _closing(recipe)
    return _report(recipe, figures, tuple(parts), claims, plain)


def compose_2014(recipe: Recipe, group_unit: str = "——") -> Report:
    """A report of the years 2014 to 2018: prose, and the one table as its annex."""
    figures = recipe.change(fig.statistics_2014(dice(recipe.stem), recipe.size))
    body, year = recipe.body, recipe.year
    total = figures["stats_publicity.disclosed_total.value"].value or 0
    received = figures["stats_requests.received.value"].value or 0
    claims = {"disclosed_items": total, "received": received}
    parts: tuple[Part, ...] = (
        f"本报告依照《中华人民共和国政府信息公开条例》编写，统计时段为{year}年1月1日至{year}年12月31日。",
        "#一、概述",
        f"{body.us}把公开摆进日常工作，调整了领导小组，修订了公开指南，办公地点设在三楼302室。",
        "#二、主动公开政府信息情况",
        f"全年主动公开政府信息{total}条，涉及规划、财政、民生等方面。",
        "#三、依申请公开政府信息情况",
        f"全年收到政府信息公开申请{received}件，均按程序登记办理。",
        "#四、存在的问题和改进措施",
        "更新不够及时，解读形式单一。下一年度将建立按月通报制度，增加图表解读。",
        f"附件：政府信息公开情况统计表（{year}年度）",
        tab.reworded(statistics(figures, group_unit), recipe.words),
        "单位负责人：（略）　审核人：（略）　填报人：（略）　联系电话：（略）",
    )
    return _report(recipe, figures, parts, claims, figures)


def blank_form(stem: str) -> Report:
    """The empty official form: every cell there and blank, no body, no year."""
    recipe = Recipe(stem, Body("", None, "本机关"), 2021)
    figures = dict.fromkeys(invent(recipe), fig.blank())
    tables = _tables(recipe, figures)
    parts = [part for section in SECTIONS for part in (f"#{HEADINGS[section]}", *tables[section])]
    return Report(
        stem=stem, title="政府信息公开工作年度报告格式", publisher="", source="", place=None,
        year=None, published=None,
        parts=tuple(parts), figures=figures, forms=dict.fromkeys(SECTIONS, "2021"),
        notes="the empty form: every cell is there and blank, none is zero",
    )  # fmt: skip


def _report(
    recipe: Recipe,
    figures: Figures,
    parts: tuple[Part, ...],
    claims: Mapping[str, int | float],
    plain: Figures,
) -> Report:
    body = recipe.body
    return Report(
        stem=recipe.stem, title=recipe.title.format(publisher=body.name, year=recipe.year),
        publisher=body.publisher, source=body.name, place=body.place,
        division_code=body.code, year=recipe.year,
        published=f"{recipe.year + 1}-01-{10 + len(recipe.stem) % 20}", parts=parts, figures=figures,
        forms=dict(zip(SECTIONS, recipe.forms, strict=True)), status=recipe.status, claims=claims,
        must_find=recipe.must_find, computed=_true(recipe.computed, plain),
        suggested=_true(recipe.suggested, plain),
        notes=recipe.notes,
    )  # fmt: skip


def _true(items: tuple[str, ...], plain: Figures) -> dict[str, int | float]:
    """The figures that were printed before the recipe made them wrong."""
    return {item: value for item in items if (value := plain[item].value) is not None}


def _heading(recipe: Recipe, section: str) -> str:
    return recipe.headings.get(section, HEADINGS[section])


def _claims(figures: Figures, recipe: Recipe) -> dict[str, int | float]:
    """The totals that the prose states: those of the tables, and a count of published items."""
    rows = ("received", "carried_in", "concluded", "carried_out")
    found = {row: figures.get(f"applications.{row}.total") for row in rows}
    claims: dict[str, int | float] = {
        row: figure.value for row, figure in found.items() if figure and figure.value is not None
    }
    return claims | {"disclosed_items": 300 + 37 * len(recipe.stem), "processing_fee": 0}


def _opening(recipe: Recipe, claims: Mapping[str, int | float]) -> list[Part]:
    body, year = recipe.body, recipe.year
    scope = (
        "本报告依据《中华人民共和国政府信息公开条例》第五十条的要求编制，"
        f"所列数据的统计期限自{year}年1月1日起，至{year}年12月31日止。"
        f"电子版可在{body.name}门户网站查阅；如有疑问，请与{body.us}办公室联系（电话：0000-8001234）。"
    )
    work = (
        f"{year}年，{body.us}把公开作为改进作风的抓手，全年召开专题会3次，培训320人次，"
        "答复网民留言417条，网站访问量突破56万次，满意率为98.6%。"
    )
    first = [scope, f"#{_heading(recipe, 'overview')}", work]
    told = []
    if "disclosed_items" in claims:
        told.append(f"（一）主动公开。全年通过门户网站主动公开政府信息{claims['disclosed_items']}条。")
    if "received" in claims:
        told.append(f"（二）依申请公开。{_requests(claims)}")
    told.append(f"（三）监督保障。对{year - 1}年度考核指出的2类5个问题逐一整改，未发生泄密事件。")
    return [*first, *told, *recipe.extra.get("overview", ())]


def _requests(claims: Mapping[str, int | float]) -> str:
    words = {
        "carried_in": "上年结转{}件",
        "concluded": "本年办结{}件",
        "carried_out": "结转下年度继续办理{}件",
    }
    told = [text.format(claims[name]) for name, text in words.items() if name in claims]
    return "，".join([f"全年新收政府信息公开申请{claims['received']}件", *told]) + "。"


def _tables(recipe: Recipe, figures: Figures) -> dict[str, tuple[Table, ...]]:
    disclosure, applications, disputes = recipe.forms
    found: dict[str, tuple[Table, ...]] = {}
    if disclosure == "2021":
        found["disclosure"] = (tab.disclosure_2021(figures, recipe.local_row),)
    elif disclosure:
        found["disclosure"] = (tab.disclosure_2019(figures),)
    if applications:
        found["applications"] = (tab.applications(figures, applications, recipe.subtotal),)
    if disputes:
        three = recipe.three_disputes
        found["disputes"] = tab.disputes_in_three(figures) if three else (tab.disputes(figures),)
    return {name: tuple(tab.reworded(t, recipe.words) for t in some) for name, some in found.items()}


def _closing(recipe: Recipe) -> list[Part]:
    claimed = recipe.claimed if recipe.claimed is not None else {"processing_fee": 0}
    fee = claimed.get("processing_fee")
    notice = f"本年度{recipe.body.us}未发出收费通知，收取信息处理费{fee}元。" if fee is not None else "无。"
    return [
        f"#{_heading(recipe, 'problems')}",
        f"一是栏目更新不够均衡，二是解读材料偏文字化。{recipe.year + 1}年将逐月抽查，配备专人，图文解读不少于20篇。",
        *recipe.extra.get("problems", ()),
        f"#{_heading(recipe, 'other')}",
        notice,
        *recipe.extra.get("other", ()),
    ]
