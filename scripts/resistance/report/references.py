"""The literature behind the methods: one entry a work, each with its DOI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OTHERS: Final = "others"
GENOME_BIOLOGY: Final = "Genome Biology"
NAR: Final = "Nucleic Acids Research"
PNAS: Final = "Proceedings of the National Academy of Sciences"


@dataclass(frozen=True)
class Reference:
    """A work that Methods can cite.

    Attributes
    ----------
    topic : str
        What it is cited for.
    authors : tuple of str
        ``Family, Given``; a name without a comma is a group; ``others`` at the end is "et al.".
    title, journal : str
    year : int
    volume, pages : str
        Empty where there are none; an article number stands as its page.
    doi : str
    """

    topic: str
    authors: tuple[str, ...]
    title: str
    journal: str
    year: int
    volume: str
    pages: str
    doi: str

    @property
    def short(self) -> str:
        """Authors and year, as a text cites it: ``Wu & Smyth 2012``."""
        families = [name.split(",")[0] for name in self.authors]
        if len(families) > 2 or OTHERS in families:
            return f"{families[0]} et al. {self.year}"
        return f"{' & '.join(families)} {self.year}"

    @property
    def text(self) -> str:
        """The whole reference as a list of literature has it, without its DOI."""
        names = ["et al" if name == OTHERS else _initials(name) for name in self.authors]
        place = f"{self.year};{self.volume}" if self.volume else f"{self.year}"
        pages = f":{self.pages}" if self.pages else ""
        return f"{', '.join(names)}. {self.title}. {self.journal} {place}{pages}."


def _initials(name: str) -> str:
    """``Love, Michael I.`` to ``Love MI``."""
    family, _, given = name.partition(", ")
    letters = "".join(part[0] for part in given.replace("-", " ").split())
    return f"{family} {letters}" if letters else family


def _works(*rows: tuple[str, str, str, str, str, int, str, str, str]) -> dict[str, Reference]:
    return {
        key: Reference(topic, tuple(authors.split("; ")), title, journal, year, volume, pages, doi)
        for key, topic, authors, title, journal, year, volume, pages, doi in rows
    }


# fmt: off
#: By key: topic, authors, title, journal, year, volume, pages, DOI.
CATALOGUE: Final[dict[str, Reference]] = _works(
    ("love2014", "Differential expression", "Love, Michael I.; Huber, Wolfgang; Anders, Simon",
     "Moderated estimation of fold change and dispersion for RNA-seq data with DESeq2",
     GENOME_BIOLOGY, 2014, "15", "550", "10.1186/s13059-014-0550-8"),
    ("anders2010", "Size factors", "Anders, Simon; Huber, Wolfgang",
     "Differential expression analysis for sequence count data",
     GENOME_BIOLOGY, 2010, "11", "R106", "10.1186/gb-2010-11-10-r106"),
    ("muzellec2023", "PyDESeq2",
     "Muzellec, Boris; Tele\u0144czuk, Maria; Cabeli, Vincent; Andreux, Mathieu",
     "PyDESeq2: a python package for bulk RNA-seq differential expression analysis",
     "Bioinformatics", 2023, "39", "btad547", "10.1093/bioinformatics/btad547"),
    ("zhu2019", "Shrunken fold changes", "Zhu, Anqi; Ibrahim, Joseph G.; Love, Michael I.",
     "Heavy-tailed prior distributions for sequence count data: removing the noise and preserving "
     "large differences",
     "Bioinformatics", 2019, "35", "2084-2092", "10.1093/bioinformatics/bty895"),
    ("stephens2017", "s-values", "Stephens, Matthew", "False discovery rates: a new deal",
     "Biostatistics", 2017, "18", "275-294", "10.1093/biostatistics/kxw041"),
    ("benjamini1995", "False discovery rate", "Benjamini, Yoav; Hochberg, Yosef",
     "Controlling the false discovery rate: a practical and powerful approach to multiple testing",
     "Journal of the Royal Statistical Society: Series B", 1995, "57", "289-300",
     "10.1111/j.2517-6161.1995.tb02031.x"),
    ("bourgon2010", "Independent filtering",
     "Bourgon, Richard; Gentleman, Robert; Huber, Wolfgang",
     "Independent filtering increases detection power for high-throughput experiments",
     PNAS, 2010, "107", "9546-9551", "10.1073/pnas.0914005107"),
    ("cook1977", "Outlying counts", "Cook, R. Dennis",
     "Detection of influential observation in linear regression",
     "Technometrics", 1977, "19", "15-18", "10.1080/00401706.1977.10489493"),
    ("soneson2015", "Transcripts to genes",
     "Soneson, Charlotte; Love, Michael I.; Robinson, Mark D.",
     "Differential analyses for RNA-seq: transcript-level estimates improve gene-level inferences",
     "F1000Research", 2015, "4", "1521", "10.12688/f1000research.7563.2"),
    ("dyer2025", "Gene annotation", "Dyer, Sarah C.; others", "Ensembl 2025",
     NAR, 2025, "53", "D948-D957", "10.1093/nar/gkae1071"),
    ("yates2020", "Gene annotation, mouse", "Yates, Andrew D.; others", "Ensembl 2020",
     NAR, 2020, "48", "D682-D688", "10.1093/nar/gkz966"),
    ("subramanian2005", "Gene set enrichment", "Subramanian, Aravind; Tamayo, Pablo; others",
     "Gene set enrichment analysis: a knowledge-based approach for interpreting genome-wide "
     "expression profiles",
     PNAS, 2005, "102", "15545-15550", "10.1073/pnas.0506580102"),
    ("korotkevich2021", "Multilevel permutation", "Korotkevich, Gennady; Sukhov, Vladimir; others",
     "Fast gene set enrichment analysis", "bioRxiv", 2021, "", "", "10.1101/060012"),
    ("fang2023", "GSEApy", "Fang, Zhuoqing; Liu, Xinyuan; Peltz, Gary",
     "GSEApy: a comprehensive package for performing gene set enrichment analysis in Python",
     "Bioinformatics", 2023, "39", "btac757", "10.1093/bioinformatics/btac757"),
    ("wu2012", "Set test with correlated genes", "Wu, Di; Smyth, Gordon K.",
     "Camera: a competitive gene set test accounting for inter-gene correlation",
     NAR, 2012, "40", "e133", "10.1093/nar/gks461"),
    ("foroutan2018", "Scores of single samples", "Foroutan, Momeneh; Bhuva, Dharmesh D.; others",
     "Single sample scoring of molecular phenotypes",
     "BMC Bioinformatics", 2018, "19", "404", "10.1186/s12859-018-2435-4"),
    ("liberzon2015", "Hallmark gene sets", "Liberzon, Arthur; Birger, Chet; others",
     "The Molecular Signatures Database Hallmark gene set collection",
     "Cell Systems", 2015, "1", "417-425", "10.1016/j.cels.2015.12.004"),
    ("gillespie2022", "Reactome", "Gillespie, Marc; Jassal, Bijay; others",
     "The Reactome pathway knowledgebase 2022",
     NAR, 2022, "50", "D687-D692", "10.1093/nar/gkab1028"),
    ("martens2021", "WikiPathways", "Martens, Marvin; Ammar, Ammar; others",
     "WikiPathways: connecting communities",
     NAR, 2021, "49", "D613-D621", "10.1093/nar/gkaa1024"),
    ("go2023", "Gene Ontology", "The Gene Ontology Consortium",
     "The Gene Ontology knowledgebase in 2023",
     "Genetics", 2023, "224", "iyad031", "10.1093/genetics/iyad031"),
    ("griffin2023", "BPDCN signatures", "Griffin, Gabriel K.; others",
     "Ultraviolet radiation shapes dendritic cell leukaemia transformation in the skin",
     "Nature", 2023, "618", "834-841", "10.1038/s41586-023-06156-8"),
    ("smyth2004", "Moderated variances", "Smyth, Gordon K.",
     "Linear models and empirical Bayes methods for assessing differential expression in "
     "microarray experiments",
     "Statistical Applications in Genetics and Molecular Biology", 2004, "3", "3",
     "10.2202/1544-6115.1027"),
    ("schuirmann1987", "Equivalence by two one-sided tests", "Schuirmann, Donald J.",
     "A comparison of the two one-sided tests procedure and the power approach for assessing the "
     "equivalence of average bioavailability",
     "Journal of Pharmacokinetics and Biopharmaceutics", 1987, "15", "657-680",
     "10.1007/BF01068419"),
    ("berger1982", "Intersection-union tests", "Berger, Roger L.",
     "Multiparameter hypothesis testing and acceptance sampling",
     "Technometrics", 1982, "24", "295-300", "10.2307/1267823"),
    ("cochran1954", "Combined assays", "Cochran, William G.",
     "The combination of estimates from different experiments",
     "Biometrics", 1954, "10", "101-129", "10.2307/3001666"),
    ("tobin1958", "Censored values", "Tobin, James",
     "Estimation of relationships for limited dependent variables",
     "Econometrica", 1958, "26", "24-36", "10.2307/1907382"),
    ("molder2021", "Workflow", "M\u00f6lder, Felix; others",
     "Sustainable data analysis with Snakemake",
     "F1000Research", 2021, "10", "33", "10.12688/f1000research.29032.2"),
    ("harris2020", "NumPy", "Harris, Charles R.; others", "Array programming with NumPy",
     "Nature", 2020, "585", "357-362", "10.1038/s41586-020-2649-2"),
    ("virtanen2020", "SciPy", "Virtanen, Pauli; others",
     "SciPy 1.0: fundamental algorithms for scientific computing in Python",
     "Nature Methods", 2020, "17", "261-272", "10.1038/s41592-019-0686-2"),
    ("mckinney2010", "pandas", "McKinney, Wes",
     "Data structures for statistical computing in Python",
     "Proceedings of the 9th Python in Science Conference", 2010, "", "56-61",
     "10.25080/Majora-92bf1922-00a"),
    ("hunter2007", "Matplotlib", "Hunter, John D.", "Matplotlib: a 2D graphics environment",
     "Computing in Science & Engineering", 2007, "9", "90-95", "10.1109/MCSE.2007.55"),
)
# fmt: on
