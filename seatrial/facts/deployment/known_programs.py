"""Which names are those of programs that everybody knows: databases, brokers, dashboards, trackers?"""

from seatrial.read.regex import caseless

INFRASTRUCTURE = caseless(
    r"(postgres(ql)?|mysql|mariadb|redis(-stack|-exporter)?|mongo(db)?|kafka|cp-\w+|zookeeper|prometheus|pushgateway|grafana"
    r"|nginx(-\w+)*|minio|mc|rabbitmq|redpanda|elasticsearch|opensearch|kibana|logstash|filebeat|jaeger|all-in-one|loki|promtail|tempo"
    r"|opentelemetry-collector(-\w+)*|otel-collector|traefik|envoy|caddy|haproxy|memcached|clickhouse(-server)?|vault|consul"
    r"|airflow|prefect|metabase|superset|adminer|pgadmin4?|flower|keycloak|alertmanager|node-exporter|cadvisor|curl|busybox|alpine|localstack"
    r"|mlflow(-server)?|etcd|qdrant|weaviate|milvus|chroma|pgvector|neo4j|dynamodb-local|azurite|mailhog|zipkin|portainer|watchtower"
    r"|cert-manager(-\w+)*|cluster-autoscaler|aws-load-balancer-controller|metrics-server|\w+-exporter|\w+-controller)"
)
