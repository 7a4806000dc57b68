"""What queryAnalyseErrorDetail says: severity, text and solution of each analysis code, in English and Chinese.

The wording is the sandbox's own. A code that nobody knows gets no record, as with the farm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Iterable, List

WARNING, ERROR = 0, 1


@dataclass(frozen=True)
class Detail:
    """One code: type is 0 (may be ignored) or 1 (must be solved)."""

    type: int
    english: str
    chinese: str


def _error(english: str, chinese: str) -> Detail:
    return Detail(ERROR, english, chinese)


def _warning(english: str, chinese: str) -> Detail:
    return Detail(WARNING, english, chinese)


DETAILS: Dict[str, Detail] = {
    "999": _error("An unknown error happened during the analysis", "分析时发生未知错误"),
    "10012": _warning("A texture is missing", "缺少贴图"),
    "10018": _warning("An Alembic file is missing", "缺少 Alembic 文件"),
    "10021": _warning("A RealFlow cache is missing", "缺少 RealFlow 缓存"),
    "10022": _warning("A Phoenix cache is missing", "缺少 Phoenix 缓存"),
    "10028": _warning("A VDB file is missing", "缺少 VDB 文件"),
    "10030": _warning("A proxy file is missing", "缺少代理文件"),
    "10032": _warning("A hair file is missing", "缺少毛发文件"),
    "15000": _error("The software did not start", "软件无法启动"),
    "15002": _error("The analysis failed", "分析失败"),
    "15004": _error("The renderer is not supported", "不支持该渲染器"),
    "15005": _error("The renderer is not there", "缺少渲染器"),
    "15006": _error("There is no camera", "没有相机"),
    "15009": _error("Packing the files failed", "压缩文件失败"),
    "15011": _error("The task folder could not be made", "无法创建任务文件夹"),
    "15012": _error("The task could not be created", "无法创建任务"),
    "15013": _error("The software's version differs from the scene's", "软件版本与场景不一致"),
    "15015": _warning("Two cameras have one name", "相机重名"),
    "15019": _error("The software was not found", "找不到软件"),
    "15023": _warning("Two textures have one name", "贴图重名"),
    "15024": _error("The scene file is missing", "缺少场景文件"),
    "15031": _error("The task could not be looked up", "无法查询任务"),
    "20001": _warning("Files are missing", "缺少文件"),
    "20003": _error("No render layer is switched on", "没有可渲染的渲染层"),
    "20004": _error("The image format is not supported", "不支持该图像格式"),
    "20008": _warning("The layers use different renderers", "渲染层使用了不同的渲染器"),
    "20013": _error("Render layers and render setup are mixed up", "渲染层与渲染设置类型不一致"),
    "20017": _warning("The plugin here differs from the one chosen", "本地插件版本与所选版本不同"),
    "20023": _warning("Tiles do not work with this Arnold", "该 Arnold 版本不支持分块"),
    "25001": _warning("Frames are renumbered", "开启了帧重新编号"),
    "25002": _error(
        "The file name prefix has letters that cannot be used", "输出前缀含有不可用的字符"
    ),
    "25003": _error("V-Ray distributed rendering is on", "开启了 V-Ray 分布式渲染"),
    "25004": _error("This V-Ray animation type is not supported", "不支持该 V-Ray 动画类型"),
    "25005": _error("Arnold does not render but export", "Arnold 渲染类型不是渲染图像"),
    "25007": _error("V-Ray writes a vrscene file", "V-Ray 导出 vrscene 已开启"),
    "25008": _error("The renderer's plugin is not configured", "未配置渲染器插件"),
    "25009": _warning("A reference is missing", "缺少引用文件"),
    "25010": _warning("The frame padding is below two", "帧号位数小于二"),
    "25011": _error("A layer has no renderable camera", "渲染层没有可渲染相机"),
    "25014": _error("Maya Vector is not supported", "不支持 Maya Vector"),
    "25017": _error("The scene's path has special letters or spaces", "场景路径含有特殊字符或空格"),
    "25018": _warning("A layer could not be read", "无法读取渲染层"),
    "25019": _warning("The master layer is not connected", "主渲染层未连接"),
    "25022": _error("V-Ray renders on the graphics card", "V-Ray 使用 GPU 引擎"),
    "25024": _warning("RenderMan and Arnold are both configured", "同时配置了 RenderMan 与 Arnold"),
    "25027": _error("Redshift computes the prepass only", "Redshift 仅计算预处理"),
    "25028": _error("V-Ray renders no image", "V-Ray 不渲染图像"),
    "25032": _error("The frame step is zero", "帧步长为零"),
    "25033": _error("Arnold renders on the graphics card", "Arnold 使用 GPU 渲染"),
    "25034": _warning("A render script is locked", "渲染脚本被锁定"),
    "25036": _error("The output path is too long or malformed", "输出路径过长或格式错误"),
    "25037": _warning("Cryptomatte is part of this Arnold already", "该 Arnold 已包含 Cryptomatte"),
    "25038": _error("The prefix asks for a version that is empty", "输出前缀的版本为空"),
    "25040": _error("The V-Ray denoiser needs a graphics card", "V-Ray 降噪需要显卡"),
    "25051": _warning("The renderer's plugin is not loaded", "渲染器插件未加载"),
    "25052": _error("The last frame lies before the first", "结束帧小于起始帧"),
    "25053": _error("The scene's path has a quotation mark", "场景路径含有引号"),
    "25055": _error("An Arnold driver writes to the window only", "Arnold 驱动仅输出到界面"),
    "25056": _error("The Optix denoiser needs a graphics card", "Optix 降噪需要显卡"),
    "25066": _error("Maya Software cannot write exr", "Maya 软件渲染不支持 exr"),
    "25067": _warning("Maya Hardware 2.0 renders", "使用 Maya 硬件渲染 2.0"),
    "50001": _warning("A file is missing", "缺少文件"),
    "50002": _error("No camera is there", "缺少全部相机"),
    "50003": _warning("A camera is missing", "缺少部分相机"),
    "50007": _error("The slice type is not supported", "不支持该切片类型"),
    "50008": _error("There are more than 16 slices", "切片超过十六个"),
    "50010": _error("There is no render node", "没有渲染节点"),
    "50011": _error("The render device is not supported", "不支持该渲染设备"),
    "50012": _warning("A node is in export mode", "节点处于导出模式"),
    "50013": _error("There is no driver", "没有驱动节点"),
    "50014": _error("There are no controls", "没有控制节点"),
    "50105": _warning("A parameter cannot be evaluated", "参数无法求值"),
    "50107": _error("Arnold denoising needs a graphics card", "Arnold 降噪需要显卡"),
    "50108": _error("The renderer is not configured", "未配置渲染器"),
    "50110": _error("OpenGL rendering is not supported", "不支持 OpenGL 渲染"),
    "50113": _error("The camera or its Alembic is missing", "缺少相机或其 Alembic"),
    "50114": _error("Arnold denoising needs a graphics card", "Arnold 降噪需要显卡"),
}

_SOLUTIONS = (
    {WARNING: "可以忽略，但请先确认画面不受影响", ERROR: "请在场景中修正后重新分析"},
    {
        WARNING: "May be ignored once you are sure the picture is not harmed",
        ERROR: "Correct it in the scene and analyse again",
    },
)


def records(codes: Iterable[str], language: int) -> List[Dict[str, Any]]:
    """Records of the known codes.

    Args:
        codes: as in tips.json.
        language: 0 Chinese, 1 English.
    """
    known = list(DETAILS)
    return [
        {
            "id": known.index(code) + 1,
            "code": code,
            "type": DETAILS[code].type,
            "languageFlag": language,
            "desDescriptionCn": DETAILS[code].english if language else DETAILS[code].chinese,
            "desSolutionCn": _SOLUTIONS[language][DETAILS[code].type],
            "solutionPath": "",
            "isRepair": 0,
            "isDelete": 1,
            "isOpen": 1,
            "lastModifyAdmin": "",
            "updateTime": 1577836800000,
        }
        for code in dict.fromkeys(codes)
        if code in DETAILS
    ]
