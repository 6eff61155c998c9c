"""A template, not run here: every night, what has changed since the night before.

For Airflow 2.7 or later with apache-airflow-providers-apache-spark. A retry is the same command
again: it goes on where the attempt before it was, inside a document too. The job file lies on the
worker; the log of the task has the summary in it, which quotes documents.
"""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

with DAG(
    dag_id="corpuscle_statutes",
    schedule="30 1 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # Two runs in one output would both be whole, and the second would go on from neither.
    max_active_runs=1,
    default_args={"retries": 3, "retry_delay": timedelta(minutes=10)},
) as dag:
    SparkSubmitOperator(
        task_id="analyze",
        conn_id="spark_default",
        application="/opt/corpuscle/corpuscle-jobs-0.1.0-SNAPSHOT.jar",
        java_class="io.corpuscle.jobs.cli.Corpuscle",
        application_args=[
            "analyze",
            "/opt/corpuscle/conf/jobs/analyze-legal.yaml",
            "--set",
            "mode=incremental",
            "--set",
            "input=s3a://lake/statutes",
            "--set",
            "output=s3a://lake/corpuscle",
        ],
        # What s3a needs, by the Hadoop of your Spark; its waiting and retrying as in conf/spark.
        packages="org.apache.hadoop:hadoop-aws:3.4.2,"
        "software.amazon.awssdk:s3-transfer-manager:2.29.52,software.amazon.awssdk:sts:2.29.52",
        exclude_packages="software.amazon.awssdk:bundle",
        executor_memory="4g",
        executor_cores=4,
        conf={
            # Weights, scratch and states are outside of the heap; a run that has no room says what
            # to set this to before it starts.
            "spark.executor.memoryOverhead": "2g",
            "spark.executorEnv.OMP_NUM_THREADS": "1",
            "spark.executorEnv.OPT_OUT_TRACKING": "true",
            "spark.plugins": "io.corpuscle.jobs.metrics.CorpusclePlugin",
        },
    )
